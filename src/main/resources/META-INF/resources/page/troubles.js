import { by, el, list } from './dom.js';
import { ago } from './words.js';

/** What is wrong, the worst first, as the text for terminals has it. */
export function showTroubles({ troubles: { troubles, notListed } }) {
  const shown = [...troubles];
  if (notListed) shown.push({ what: `and ${notListed} more` });
  by('wrong').hidden = !shown.length;
  list(by('troubles'), shown, ({ what }) => what, () => el('li'), (row, { what, node, since, hint }) => row.replaceChildren(
    ...(node ? [nodeLink(node), what.slice(node.length)] : [what]), ...(since ? [', for ', ago(since)] : []), hint ? el('span', { class: 'hint' }, hint) : '',
  ));
}

/** A link to a node's own page. */
export const nodeLink = (name) => el('a', { href: `#/nodes/${encodeURIComponent(name)}` }, name);
