import {
	closedAsOf,
	meansDone,
	meansDuplicate,
	meansWontDo,
} from '../../../nodes/BugsinkJiraCloud/words';

/** Names that say "we know, and will not": a line a source, or a language. */
const WONT_DO = [
	// Atlassian: resolutions and statuses of its templates
	"Won't Do, Won't Fix, Declined, Not a Bug, Accepted Risk, Rejected, Canceled, Cancelled, Withdrawn",
	// Statuses as people name them
	'By Design, Working as Designed, Works as intended, Not Planned, Will Not Implement, Out of scope',
	'Abandoned, Obsolete, Invalid, Discarded, Dismissed, Ignored, Denied, Dropped, Removed, Deleted, Aborted',
	'Will not do, Will not be fixed, Not going to fix, Not to be done, Do not fix, Not fixing, Not done',
	"Can't fix, Cannot be fixed, Won't address, Won't support, Won't be implemented, Never mind, Never",
	'Not an issue, Not our bug, Not needed, No longer relevant, No longer needed, Not applicable, N/A',
	'No action required, No change, Closed without fix, Non-issue, No Fix, Not worth it, Not supported',
	'False positive, User error, Risk accepted, Risk is tolerated, Acceptable risk, Known limitation, Waived',
	'Expected behavior, Intended behaviour, As expected, Behaves as expected, Outdated, Superseded, Skipped',
	// Azure DevOps, Bugzilla, Mantis, GitHub, trackers that write names together
	'As Designed, Cut, WONTFIX, WONT_FIX, NOTABUG, CANTFIX, not fixable, no change required, not_planned',
	'WontDo, NotPlanned, NotABug, ByDesign, wad, Scrapped, Void, Refused, Vetoed, Suppressed, Revoked',
	// Apostrophes, case, dashes, spaces, what stands around it
	"won’t do, WON'T DO, wOn't dO, nOT PLANNED, Won‘t fix, Won´t Fix, Won`t fix, won t do, Wont Do, won't-do,  Won't   Do ",
	"Closed (Won't Fix), Closed - by design, By -- Design, 🚫 Rejected, Resolved/Won't do, Done: cancelled",
	// German, French, Spanish, Portuguese, Italian
	'Wird nicht erledigt, Wird nicht behoben, Abgelehnt, Kein Fehler, Nicht geplant, Storniert, Verworfen',
	'Ne sera pas traité, Ne sera pas corrigé, Annulé, Abandonnée, Rejetée, Refusé, Pas un bug, Sans suite',
	'No se hará, No se corregirá, Rechazado, Cancelada, Descartado, No es un error, Fuera de alcance',
	'Não será feito, Não será corrigido, Recusado, Rejeitada, Não é um bug, Cancelado, Fora do escopo',
	'Non verrà eseguito, Annullato, Rifiutata, Non è un bug, Scartato, Non pianificato',
	// Dutch, Swedish, Danish, Norwegian, Finnish
	'Wordt niet gedaan, Geannuleerd, Afgewezen, Geen bug, Niet van toepassing',
	'Kommer inte att åtgärdas, Avvisad, Inte ett fel, Bliver ikke løst, Afvist, Vil ikke bli gjort, Avvist',
	'Ei korjata, Hylätty, Peruutettu',
	// Polish, Czech, Russian, Ukrainian, Hungarian, Romanian, Turkish
	'Nie zostanie zrobione, Odrzucone, Anulowane, Nebude vyřešeno, Zamítnuto, Zrušeno',
	'Не будет исправлено, Отклонено, Отменена, Не баг, Так и задумано, Відхилено, Не буде виправлено',
	'Elutasítva, Nem hiba, Respins, Nu se va remedia, Düzeltilmeyecek, İptal edildi, Reddedildi',
	// Japanese, Chinese, Korean
	'対応しない, 修正しない, 却下, 仕様, 仕様どおり, 取り消し, キャンセル, 対象外',
	'不做, 不予修复, 已拒绝, 无效, 设计如此, 非问题, 不會修復, 하지 않음, 수정 안 함, 취소됨, 거부',
];
const DUPLICATES = [
	'Duplicate, Duplicated, DUPLICATE, Closed as duplicate, Dupe, Already reported, Merged into another',
	'Duplikat, Doublon, Duplicado, Duplicato, Dublett, Dubbel, Duplikát, Дубликат, 重複, 重复, 중복',
];
const DONE = [
	'Done, Fixed, Resolved, Completed, Complete, Closed, Released, Live, Deployed to production, Verified',
	// Names that programs wrote together
	'IssueFixed, TICKET_CLOSED, QAVerified, APIFixed',
	'Finished, Shipped, Implemented, Solved, Merged, Accepted, Deploy, Ship, Close, Resolve, Finish',
	'Erledigt, Fertig, Behoben, Gelöst, Abgeschlossen, Geschlossen, Terminé, Terminée, Résolu, Fermé, Corrigé',
	'Hecho, Listo, Resuelto, Cerrada, Concluído, Resolvido, Fechado, Completato, Risolto, Chiuso',
	'Klaar, Opgelost, Gereed, Löst, Klar, Åtgärdad, Løst, Udført, Valmis, Korjattu',
	'Gotowe, Zrobione, Rozwiązane, Hotovo, Vyřešeno, Готово, Решено, Закрыта, Виконано, Kész, Çözüldü',
	'完了, 解決済み, 修正済み, 已完成, 已解决, 已修复, 완료, 해결됨',
];
/** They end the work, or say why it cannot go on: no decision against it, so the ticket is reopened. */
const NEITHER = [
	"Cannot Reproduce, Can't reproduce, Unable to Reproduce, Not reproducible, Works for me, Incomplete",
	'Known Error, Deferred, Postponed, Expired, Stale, Archived, Hardware failure, Workaround, Timed out',
	'Needs more information, Not enough information, No response, Unresolved, To Do, In Progress, Review',
	'Awaiting validation, Avoided, Scraping, Wonder, Dubious, Notable, Candidate, Ignition, Unverified',
	'Nicht reproduzierbar, Non reproductible, No se puede reproducir, Niet reproduceerbaar, 再現できない',
	', -, 1',
];

const each = (lists: string[]) => lists.flatMap((list) => list.split(/, ?/)).map((name) => [name]);

describe("names that mean won't do", () => {
	it.each(each(WONT_DO))('%s', (name) => {
		expect(meansWontDo(name, [])).toBe(true);
		expect(meansDone(name, [])).toBe(false);
		expect(meansDuplicate(name)).toBe(false);
	});

	it.each(each([...DONE, ...NEITHER]))('but not %s', (name) => {
		expect(meansWontDo(name, [])).toBe(false);
	});

	it('and those that the user names, in any case and with any apostrophe', () => {
		const more = ['Parked', "Product doesn't care"];
		for (const name of [
			'parked',
			'PARKED',
			' Parked ',
			'Product doesn’t care',
			'product_doesn´t care',
			'pARKED',
		]) {
			expect(meansWontDo(name, more)).toBe(true);
		}
		for (const name of ['Parked cars', 'park', '']) expect(meansWontDo(name, more)).toBe(false);
		expect(meansWontDo('', [''])).toBe(false);
		expect(meansWontDo('Parked', [])).toBe(false);
		expect(meansDone('Closed by product', [])).toBe(true);
		expect(meansDone('Closed by product', ['closed by product'])).toBe(false);
	});
});

describe('names that mean duplicate', () => {
	it.each(each(DUPLICATES))('%s', (name) => {
		expect(meansDuplicate(name)).toBe(true);
		expect(meansDone(name, [])).toBe(false);
	});

	it.each(each([...DONE, ...NEITHER]))('but not %s', (name) => {
		expect(meansDuplicate(name)).toBe(false);
	});
});

describe('names that mean done', () => {
	it.each(each(DONE))('%s', (name) => expect(meansDone(name, [])).toBe(true));

	it.each(each(NEITHER))('but not %s', (name) => expect(meansDone(name, [])).toBe(false));
});

describe('how a ticket was closed', () => {
	it.each([
		['Done', 'Done', 'done', 'Done'],
		['Done', '', 'done', 'Done'],
		['Closed', 'Fixed', 'done', 'Fixed'],
		['Closed', 'Cannot Reproduce', 'done', 'Cannot Reproduce'],
		['Done', "Won't Do", 'wontDo', "Won't Do"],
		['By Design', 'Done', 'wontDo', 'By Design'],
		['Not Planned', '', 'wontDo', 'Not Planned'],
		['Cancelled', 'Rejected', 'wontDo', 'Rejected'],
		['Closed', 'Duplicate', 'duplicate', 'Duplicate'],
		['Duplicate', 'Done', 'duplicate', 'Duplicate'],
		['Declined', 'Duplicate', 'duplicate', 'Duplicate'],
		['Parked', 'Done', 'wontDo', 'Parked'],
	])('status %s and resolution %s: %s', (status, resolution, closedAs, closedReason) => {
		expect(closedAsOf(status, resolution, ['parked'])).toEqual({ closedAs, closedReason });
	});
});
