import { by, el, list, say } from './dom.js';
import { line } from './lists.js';
import { nodeLink } from './troubles.js';
import { ago } from './words.js';

const WORST_FIRST = ['failing', 'vanished', 'discovered', 'connected'];
const HEADS = [['name', 'Name'], ['state', 'State'], ['since', 'For'], ['direction', 'Link'], ['sees', 'Sees'], ['otp', 'OTP'], ['release', 'Release'], ['failure', 'Last failure']];
const SHAPES = { failing: '■', vanished: '▲', discovered: '◌', connected: '●' };
const TONES = { failing: 'bad', vanished: 'warn', discovered: 'quiet', connected: 'good' };

/** How many rows are shown at first, and how many more at a time. */
const ROWS = 200;

let sorted = 'state';
let isDownwards = false;
let most = ROWS;

export function startNodes(live) {
  by('node-heads').append(...HEADS.map(([key, title]) => {
    const button = el('button', { type: 'button' }, title);
    button.onclick = () => {
      isDownwards = sorted === key && !isDownwards;
      sorted = key;
      showNodes(live);
    };
    return el('th', { scope: 'col', 'data-key': key }, button);
  }));
  by('node-filter').onsubmit = (event) => event.preventDefault();
  by('node-text').oninput = () => showNodes(live);
  by('node-state').onchange = () => showNodes(live);
  by('node-more').onclick = () => {
    most += ROWS;
    showNodes(live);
  };
}

const rows = new Map();

/** One object for as long as a node and its place in the mesh stay the same. */
function row(node, member, of) {
  let known = rows.get(node.name);
  if (!known || known.node !== node || known.member !== member || known.of !== of) {
    known = { node, member, of, name: node.name, state: node.state, since: node.since, direction: node.direction ?? '', sees: member?.fresh ? member.sees : -1, otp: member?.otp ?? '', release: member?.release ?? '', failure: node.lastFailure?.cause ?? '' };
    rows.set(node.name, known);
  }
  return known;
}

export function showNodes({ nodes, mesh }) {
  const members = new Map((mesh?.members ?? []).map((member) => [member.name, member]));
  const text = by('node-text').value.trim().toLowerCase();
  const state = by('node-state').value;
  const all = [...nodes.values()].map((node) => row(node, members.get(node.name), members.size - 1));
  for (const name of rows.keys()) if (!nodes.has(name)) rows.delete(name);
  const found = all.filter((each) => (!state || each.state === state) && (!text || [each.name, each.failure, each.release, each.node.address].some((part) => part?.toLowerCase().includes(text))));
  found.sort((one, other) => (isDownwards ? -1 : 1) * compare(one, other) || (one.name < other.name ? -1 : 1));
  for (const head of by('node-heads').cells) {
    const order = head.dataset.key === sorted ? (isDownwards ? 'descending' : 'ascending') : 'none';
    if (head.ariaSort !== order) head.ariaSort = order;
  }
  list(by('node-rows'), found.slice(0, most), ({ name }) => name, make, update);
  say(by('node-count'), found.length === all.length ? `${all.length}` : `${found.length} of ${all.length}`);
  by('node-more').hidden = found.length <= most;
  say(by('node-more'), `Show ${Math.min(ROWS, found.length - most)} more`);
}

function compare(one, other) {
  const [a, b] = sorted === 'state' ? [WORST_FIRST.indexOf(one.state), WORST_FIRST.indexOf(other.state)] : [one[sorted] ?? '', other[sorted] ?? ''];
  return a < b ? -1 : a > b ? 1 : 0;
}

function make({ name }) {
  return el('tr', {}, el('td', { class: 'long' }, nodeLink(name)), ...HEADS.slice(1).map(([key]) => el('td', { class: key })));
}

function update(element, { node, member, of, state, release, otp, direction, failure }) {
  const cells = element.cells;
  cells[1].className = `state ${TONES[state] ?? ''}`;
  say(cells[1], `${SHAPES[state] ?? ''} ${state}`);
  if (cells[2].firstChild?.dateTime !== node.since) cells[2].replaceChildren(ago(node.since));
  say(cells[3], direction);
  say(cells[4], member?.fresh ? `${member.sees} of ${of}` : member ? '?' : '');
  say(cells[5], otp);
  say(cells[6], release);
  say(cells[7], failure);
  cells[7].title = node.lastFailure?.hint ?? '';
}

let opened = null;

/** The name in #/nodes/NAME. */
function nameInHash() {
  const part = /^#\/nodes\/(.+)$/.exec(location.hash)?.[1];
  try {
    return part && decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A node of its own, by #/nodes/NAME. */
export function showDetail(live) {
  const name = nameInHash();
  const box = by('detail');
  const closed = opened;
  box.hidden = !name;
  opened = name && { name, node: live.nodes.get(name), member: null };
  if (name) {
    box.replaceChildren(el('h2', { id: 'detail-title', tabindex: '-1' }, name), el('div', {}, '…'), el('p', {}, el('a', { href: '#' }, 'Close')));
    box.firstChild.focus();
    readDetail(opened);
  } else if (closed) {
    (document.querySelector(`#node-rows a[href="${CSS.escape(`#/nodes/${encodeURIComponent(closed.name)}`)}"]`) ?? by('nodes')).focus();
  }
}

/** The same, where what is opened has changed. */
export function updateDetail({ nodes, mesh }) {
  if (!opened) return;
  const node = nodes.get(opened.name);
  const member = JSON.stringify(mesh?.members.find(({ name }) => name === opened.name), (key, value) => (key === 'viewAgeMillis' ? undefined : value));
  if (JSON.stringify(node) === JSON.stringify(opened.node) && member === opened.member) return;
  Object.assign(opened, { node, member });
  readDetail(opened);
}

async function readDetail(of) {
  const path = encodeURIComponent(of.name);
  const [node, member] = await Promise.all([`cluster/nodes/${path}`, `cluster/mesh/${path}`].map(read));
  if (of !== opened) return; // another one was opened meanwhile
  const way = ({ node: name, there, since }) => el('div', {}, nodeLink(name), there ? `: ${there.cause}: ${there.detail}` : '', since ? ', for ' : '', ago(since), there?.hint ? el('span', { class: 'hint' }, there.hint) : '');
  const facts = [
    ['state', node?.state && el('span', { class: TONES[node.state] }, `${SHAPES[node.state] ?? ''} ${node.state}`)],
    ['for', node?.since && ago(node.since)],
    ['address', node?.address],
    ['link', node?.direction && `${node.direction}${node.hidden ? ', hidden' : ''}`],
    ['discovered by', node?.discoveredBy?.join(', ')],
    ['failures', node?.failures],
    ['last failure', node?.lastFailure && el('span', {}, `${node.lastFailure.cause}: ${node.lastFailure.detail}, `, ago(node.lastFailure.at), ' ago')],
    ['what to do', node?.lastFailure?.hint],
    ['OTP', member?.facts?.otp],
    ['release', [member?.facts?.releaseName, member?.facts?.releaseVersion].filter(Boolean).join(' ')],
    ['island', member && `${member.island + 1}`],
    ['sees', member?.fresh && `${member.sees}`],
    ['not heard', member?.unheard],
    ['misses', member?.misses?.length && el('div', {}, ...member.misses.map(way), member.missesNotListed ? `and ${member.missesNotListed} more` : '')],
    ['missed by', member?.missedBy],
  ].filter(([, value]) => value);
  by('detail').children[1].replaceChildren(
    node ? el('dl', { class: 'rows' }, ...facts.flatMap(([key, value]) => [el('dt', { class: 'quiet' }, key), el('dd', {}, value)])) : el('p', {}, 'No such node is known.'),
    node?.events?.length ? el('ol', { class: 'story', 'aria-label': 'Its last events' }, ...node.events.map((event) => el('li', {}, line(event)))) : '',
  );
}

async function read(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: 'application/json' } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
