package io.qnsp.app.page;

/**
 * What a machine can tell of a page's accessibility.
 */
final class Accessibility {

	/**
	 * A script that answers what is wrong: controls without a name, tables without
	 * headers, ids twice, headings that skip a level, blocks that scroll but can't be
	 * reached, text with too little contrast (WCAG 2.2, 1.4.3).
	 */
	static final String PROBLEMS = """
			const problems = [];
			const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
			const named = (node) => node.labels?.length > 0 || node.getAttribute('aria-label') || node.textContent.trim()
				|| document.getElementById(node.getAttribute('aria-labelledby'))?.textContent.trim();
			const what = (node) => `${node.tagName.toLowerCase()}#${node.id}.${node.className} "${node.textContent.trim().slice(0, 30)}"`;

			for (const node of document.querySelectorAll('input, select, textarea, button, section, dialog, [role=region], [role=img], [role=group], fieldset')) {
				if (!named(node) && !node.hasAttribute('aria-labelledby')) {
					problems.push(`no name: ${what(node)}`);
				}
			}
			for (const table of document.querySelectorAll('main table:not(.u-legend)')) {
				if (!table.caption || [...table.tHead.rows[0].cells].some((cell) => cell.scope !== 'col')
						|| [...table.tBodies[0].rows].some((row) => !row.querySelector('th[scope=row]'))) {
					problems.push(`headers or caption missing: ${what(table)}`);
				}
			}
			const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
			ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => problems.push(`id twice: ${id}`));
			for (const node of document.querySelectorAll('[aria-describedby], [aria-labelledby], label[for]')) {
				for (const id of `${node.getAttribute('aria-describedby') ?? ''} ${node.getAttribute('aria-labelledby') ?? ''} ${node.htmlFor ?? ''}`.split(' ').filter(Boolean)) {
					if (!ids.includes(id)) {
						problems.push(`${what(node)} names ${id}, which is not there`);
					}
				}
			}
			const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map((node) => Number(node.tagName[1]));
			if (levels[0] !== 1 || levels.some((level, i) => level > (levels[i - 1] ?? 0) + 1)) {
				problems.push(`headings: ${levels}`);
			}
			if (document.documentElement.lang !== 'en' || document.querySelectorAll('main').length !== 1) {
				problems.push('language or main landmark missing');
			}
			for (const node of document.querySelectorAll('main *')) {
				const style = getComputedStyle(node);
				if (shown(node) && /auto|scroll/.test(style.overflowY) && node.scrollHeight > node.clientHeight && node.tabIndex < 0) {
					problems.push(`scrolls but takes no focus: ${what(node)}`);
				}
			}

			const parts = (colour) => {
				const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
				return { rgb: [r, g, b], a };
			};
			const luminance = (rgb) => rgb.map((part) => part / 255)
				.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
				.reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
			const ground = (node) => {
				const { rgb, a } = parts(getComputedStyle(node).backgroundColor);
				return a === 1 ? rgb : node.parentElement ? ground(node.parentElement) : [255, 255, 255];
			};
			for (const node of document.querySelectorAll('body *')) {
				const text = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
				if (text && shown(node) && !node.disabled && !['SCRIPT', 'NOSCRIPT', 'OPTION'].includes(node.tagName)) {
					const [light, dark] = [luminance(parts(getComputedStyle(node).color).rgb), luminance(ground(node))].sort((a, b) => b - a);
					const contrast = (light + 0.05) / (dark + 0.05);
					if (contrast < 4.5) {
						problems.push(`contrast ${contrast.toFixed(2)}: ${what(node)}`);
					}
				}
			}
			return problems""";

	private Accessibility() {
	}

}
