import type { EventFields } from '../../nodes/BugsinkPagerDuty/event';

/** A PagerDuty node's fields as they stand when it is dragged in. */
export const plainFields: EventFields = {
	severity: { byReason: {}, fromLevel: false, fallback: 'error' },
	serviceName: 'Bugsink',
	includeLink: true,
	component: '',
	group: '',
	class: '',
	imageUrl: '',
};
