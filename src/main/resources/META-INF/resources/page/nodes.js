import { by, el, list, say } from './dom.js';
import { since, told } from './words.js';

const WORST_FIRST = ['failing', 'vanished', 'discovered', 'connected'];
const HEADS = [['name', 'Name'], ['state', 'State'], ['since', 'For'], ['direction', 'Link'], ['sees', 'Sees'], ['otp', 'OTP'], ['release', 'Release'], ['failure', 'Last failure']];
const SHAPES = { failing: '■', vanished: '▲', discovered: '◌', connected: '●' };
const TONES = { failing: 'bad', vanished: 'warn', discovered: 'quiet', connected: 'good' };

let sorted = 'state';
let downwards = false;

export function startNodes(live) {
  by('node-heads').append(...HEADS.map(([key, title]) => {
    const button = el('button', { type: 'button' }, title);
    button.onclick = () => {
      downwards = sorted === key && !downwards;
      sorted = key;
      showNodes(live);
    };
    return el('th', { scope: 'col', 'data-key': key }, button);
  }));
  by('node-filter').onsubmit = (event) => event.preventDefault();
  by('event-filter').onsubmit = (event) => event.preventDefault();
  by('node-text').oninput = () => showNodes(live);
  by('node-state').onchange = () => showNodes(live);
}

const rows = new Map();

/** One object for as long as a node and its place in the mesh stay the same. */
function row(node, member) {
  let known = rows.get(node.name);
  if (!known || known.node !== node || known.member !== member) {
    known = { node, member, name: node.name, state: node.state, since: node.since, direction: node.direction ?? '', sees: member?.sees ?? -1, otp: member?.otp ?? '', release: member?.release ?? '', failure: node.lastFailure?.cause ?? '' };
    rows.set(node.name, known);
  }
  return known;
}

export function showNodes(live) {
  const members = new Map((live.mesh?.members ?? []).map((member) => [member.name, member]));
  const text = by('node-text').value.trim().toLowerCase();
  const state = by('node-state').value;
  const all = [...live.nodes.values()].map((node) => row(node, members.get(node.name)));
  for (const name of rows.keys()) if (!live.nodes.has(name)) rows.delete(name);
  const shown = all.filter((each) => (!state || each.state === state) && (!text || [each.name, each.failure, each.release, each.node.address].some((part) => part?.toLowerCase().includes(text))));
  shown.sort((one, other) => (downwards ? -1 : 1) * compare(one, other) || one.name.localeCompare(other.name));
  for (const head of by('node-heads').cells) {
    const order = head.dataset.key === sorted ? (downwards ? 'descending' : 'ascending') : 'none';
    if (head.getAttribute('aria-sort') !== order) head.setAttribute('aria-sort', order);
  }
  const of = members.size - 1;
  list(by('node-rows'), shown, ({ name }) => name, make, (element, each) => update(element, each, of, live));
  say(by('node-count'), shown.length === all.length ? `${all.length}` : `${shown.length} of ${all.length}`);
}

function compare(one, other) {
  if (sorted === 'state') return WORST_FIRST.indexOf(one.state) - WORST_FIRST.indexOf(other.state);
  const [a, b] = [one[sorted] ?? '', other[sorted] ?? ''];
  return typeof a === 'number' ? a - b : a < b ? -1 : a > b ? 1 : 0;
}

function make({ name }) {
  return el('tr', {}, el('td', {}, el('a', { href: `#/nodes/${encodeURIComponent(name)}` }, name)), ...HEADS.slice(1).map(() => el('td')));
}

function update(element, { node, member, state }, of, live) {
  const cells = element.cells;
  cells[1].className = TONES[state] ?? '';
  say(cells[1], `${SHAPES[state] ?? ''} ${state}`);
  say(cells[2], since(node.since, live.now()));
  say(cells[3], node.direction ?? '');
  say(cells[4], member?.fresh ? `${member.sees} of ${of}` : member ? '?' : '');
  say(cells[5], member?.otp ?? '');
  say(cells[6], member?.release ?? '');
  say(cells[7], node.lastFailure ? node.lastFailure.cause : '');
  cells[7].title = node.lastFailure?.hint ?? '';
}

/** A node of its own, by #/nodes/NAME. */
export async function showDetail(live) {
  const box = by('detail');
  const match = /^#\/nodes\/(.+)$/.exec(location.hash);
  box.hidden = !match;
  if (!match) return;
  let name;
  try {
    name = decodeURIComponent(match[1]);
  } catch {
    name = match[1];
  }
  box.replaceChildren(el('h2', { id: 'detail-title', tabindex: '-1' }, name), el('p', { class: 'quiet' }, '…'));
  box.firstChild.focus();
  const path = encodeURIComponent(name);
  const [node, member] = await Promise.all([`cluster/nodes/${path}`, `cluster/mesh/${path}`].map(async (url) => {
    try {
      const answer = await fetch(url, { headers: { Accept: 'application/json' } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }));
  if (location.hash !== match[0]) return; // another one was opened meanwhile
  const facts = [
    ['state', node?.state], ['since', node?.since], ['address', node?.address], ['link', node?.direction], ['discovered by', node?.discoveredBy?.join(', ')],
    ['failures', node?.failures || null], ['last failure', node?.lastFailure && `${node.lastFailure.cause}: ${node.lastFailure.detail}`], ['what to do', node?.lastFailure?.hint],
    ['OTP', member?.otp], ['release', member?.release], ['misses', member?.misses?.map((each) => each.name ?? each).join(', ')], ['missed by', member?.missedBy?.length ? member.missedBy.join(', ') : null],
  ].filter(([, value]) => value);
  box.replaceChildren(
    box.firstChild,
    node ? el('dl', { class: 'rows' }, ...facts.flatMap(([key, value]) => [el('dt', { class: 'quiet' }, key), el('dd', {}, String(value))])) : el('p', {}, 'No such node is known.'),
    el('ol', {}, ...(node?.events ?? []).map((event) => el('li', {}, el('time', { datetime: event.at }, new Date(event.at).toLocaleString()), ' ', el('b', {}, event.type), ' ', told(event)))),
    el('p', {}, el('a', { href: '#' }, 'Close')),
  );
}
