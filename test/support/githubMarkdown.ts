import remarkGfm from 'remark-gfm';
import remarkGithub from 'remark-github';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

interface Node {
	type: string;
	value?: string;
	url?: string;
	children?: Node[];
}

const processor = unified()
	.use(remarkParse)
	.use(remarkGfm)
	.use(remarkGithub, { repository: 'acme/shop' });

/** All nodes of the Markdown as GitHub would see it; references and mentions are links. */
export function nodesOf(markdown: string): Node[] {
	const all: Node[] = [];
	const walk = (node: Node) => {
		all.push(node);
		node.children?.forEach(walk);
	};
	walk(processor.runSync(processor.parse(markdown)) as Node);
	return all;
}

const ACTIVE = /^(html|link|linkReference|definition|image|imageReference|footnote.*|delete)$/;

/** Everything that could mention, refer, link, embed or be HTML, as `type value`. */
export function activeParts(markdown: string): string[] {
	return nodesOf(markdown)
		.filter(({ type }) => ACTIVE.test(type))
		.map(({ type, value, url }) => `${type} ${value ?? url}`);
}

export function imagesAndLinks(markdown: string): string[] {
	return activeParts(markdown).filter((part) => /^(link|image)/.test(part));
}
