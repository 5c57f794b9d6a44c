import { by, el, list, say, svg } from './dom.js';
import { LINKS, ago, hintOf, kindOf, ways } from './words.js';

const MOST_IN_MATRIX = 60;
const LISTED = 100;
const HOW_TO_READ = 'Who lists whom: rows list columns. Point at a cell, or go there by the arrow keys, and it is told here.';

export function startMesh(live) {
  by('legend').append(...Object.entries(LINKS).map(([kind, [shape, meaning]]) => el('li', {}, el('span', { class: kind }, shape), ` ${meaning}`)));
  by('mesh-filter').onsubmit = (event) => event.preventDefault();
  by('mesh-text').oninput = () => showMesh(live);
  say(by('pair'), HOW_TO_READ);
}

export function showMesh({ mesh }) {
  const members = mesh?.members ?? [];
  by('mesh').hidden = members.length < 2;
  if (members.length < 2) return;
  const isSmall = members.length <= MOST_IN_MATRIX;
  for (const id of ['legend', 'pair']) by(id).hidden = !isSmall;
  for (const id of ['mesh-filter', 'defects']) by(id).hidden = isSmall;
  if (isSmall) showMatrix(mesh);
  else showBlocks(mesh);
  showPicture(mesh);
}

/** Too many for a matrix: islands as blocks, and what is wrong as a list, both by a filter. */
function showBlocks({ islands, members, defects, notListed }) {
  const text = by('mesh-text').value.trim().toLowerCase();
  const found = text ? members.filter(({ name }) => name.toLowerCase().includes(text)) : members;
  const counts = new Map();
  for (const { island } of found) counts.set(island, (counts.get(island) ?? 0) + 1);
  if (!by('matrix').blocks?.isConnected) {
    by('matrix').blocks = el('ul', { class: 'blocks', 'aria-label': 'Islands' });
    by('matrix').replaceChildren(by('matrix').blocks);
    by('matrix').names = null;
  }
  const shown = islands.filter(({ number }) => counts.has(number)).map((island) => ({ ...island, found: counts.get(island.number), example: found.find((member) => member.island === island.number).name }));
  list(by('matrix').blocks, shown, ({ number }) => number, () => el('li', { class: 'block' }), (block, { number, size, found: count, example }) => block.replaceChildren(
    el('b', {}, `island ${number + 1}: ${text ? `${count} of ` : ''}${size}`), el('div', { class: 'quiet name' }, count > 1 ? `${example} …` : example),
  ));
  say(by('mesh-count'), text ? `${found.length} of ${members.length}` : `${members.length}`);
  const wrong = defects.filter(({ from, to }) => !text || from.toLowerCase().includes(text) || to.toLowerCase().includes(text));
  const more = wrong.length - LISTED + (text ? 0 : (notListed?.defects ?? 0));
  const items = wrong.slice(0, LISTED);
  if (more > 0) items.push({ from: '', to: '', more });
  by('defects').hidden = !items.length;
  list(by('defects'), items, ({ from, to }) => `${from} ${to}`, () => el('li'), (row, defect) => row.replaceChildren(
    ...(defect.more ? [`and ${defect.more} more`] : [el('span', { class: kindOf(defect) }, LINKS[kindOf(defect)][0]), ` ${ways(defect)}, for `, ago(defect.since), hintOf(defect) ? el('span', { class: 'hint' }, hintOf(defect)) : '']),
  ));
}

/** What the link of two is. Only what is wrong is told pair by pair; the rest follows from islands. */
function link(from, to, defects) {
  if (from.name === to.name) return { kind: 'self' };
  const defect = defects.get(`${from.name} ${to.name}`) ?? defects.get(`${to.name} ${from.name}`);
  if (defect) return { kind: kindOf(defect), defect };
  if (!from.fresh || !to.fresh) return { kind: 'unknown' };
  return { kind: from.island === to.island ? 'both' : 'missing' };
}

function showMatrix(mesh) {
  const defects = new Map(mesh.defects.map((defect) => [`${defect.from} ${defect.to}`, defect]));
  const members = [...mesh.members].sort((one, other) => one.island - other.island || (one.name < other.name ? -1 : 1));
  const names = JSON.stringify(members.map(({ name, island }) => [name, island]));
  const box = by('matrix');
  if (box.names !== names) {
    box.names = names;
    box.replaceChildren(grid(members));
  }
  members.forEach((from, i) => members.forEach((to, j) => {
    const cell = box.firstChild.rows[i + 1].cells[j + 1];
    const { kind, defect } = link(from, to, defects);
    cell.pair = { from, to, kind, defect };
    if (cell.kind !== kind) {
      if (cell.kind) cell.classList.remove(cell.kind);
      cell.classList.add(kind);
      cell.kind = kind;
      cell.textContent = LINKS[kind][0];
    }
    const label = described(cell.pair).join('');
    if (cell.ariaLabel !== label) cell.ariaLabel = label;
  }));
}

/** One stop for the Tab key; arrow keys go from cell to cell. */
function grid(members) {
  const edge = (i) => (i && members[i - 1].island !== members[i].island ? 'edge' : null);
  const table = el('table', { class: 'matrix', role: 'grid', 'aria-label': 'Who lists whom' },
    el('thead', {}, el('tr', {}, el('td'), ...members.map(({ name }, i) => el('th', { scope: 'col', class: edge(i), title: name }, String(i + 1))))),
    el('tbody', {}, ...members.map(({ name }, i) => el('tr', { class: edge(i) }, el('th', { scope: 'row' }, `${name} `, el('span', { class: 'quiet' }, String(i + 1))), ...members.map((_, j) => el('td', { class: edge(j), tabindex: '-1' }))))),
  );
  let stop = table.rows[1].cells[1];
  stop.tabIndex = 0;
  const tell = ({ target }) => target.pair && tellPair(target.pair);
  table.addEventListener('mouseover', tell);
  table.addEventListener('focusin', (event) => {
    stop.tabIndex = -1;
    stop = event.target;
    stop.tabIndex = 0;
    tell(event);
  });
  table.addEventListener('keydown', (event) => {
    const { parentElement: row, cellIndex } = event.target;
    const last = row.cells.length - 1;
    const to = { ArrowUp: [row.rowIndex - 1, cellIndex], ArrowDown: [row.rowIndex + 1, cellIndex], ArrowLeft: [row.rowIndex, cellIndex - 1], ArrowRight: [row.rowIndex, cellIndex + 1], Home: [row.rowIndex, 1], End: [row.rowIndex, last] }[event.key];
    if (!to) return;
    event.preventDefault();
    table.rows[Math.max(1, Math.min(last, to[0]))].cells[Math.max(1, Math.min(last, to[1]))].focus();
  });
  return table;
}

function tellPair(pair) {
  const { defect } = pair;
  const hint = defect && hintOf(defect);
  by('pair').replaceChildren(...described(pair), ...(defect ? [', for ', ago(defect.since)] : []), hint ? el('span', { class: 'hint' }, hint) : '');
}

function described({ from, to, kind, defect }) {
  if (kind === 'self') return [`${from.name}, in island ${from.island + 1}, sees ${from.sees}`];
  if (defect) return [ways(defect)];
  const unheard = [from, to].filter(({ fresh }) => !fresh).map(({ name, unheard: why }) => `; ${name} has not told whom it sees${why ? ` (${why})` : ''}`);
  return [`${from.name} and ${to.name}: ${LINKS[kind][1]}`, ...unheard];
}

const WIDTH = 340;
const IN_PICTURE = 24;

/** Islands as rings of their members, the largest first; inside, the links that are missing there. */
function showPicture({ islands, members, defects }) {
  const drawn = JSON.stringify([islands, defects.length, members.map(({ fresh }) => fresh)]);
  if (by('islands').drawn === drawn) return;
  by('islands').drawn = drawn;
  const parts = [];
  const places = new Map();
  let [x, y, height, widest] = [4, 4, 0, 0];
  for (const { number, size } of islands.slice(0, IN_PICTURE)) {
    const r = 16 + 4 * Math.sqrt(Math.min(size, 400));
    if (x > 4 && x + 2 * r > WIDTH) {
      [x, y, height] = [4, y + height + 22, 0];
    }
    const [cx, cy] = [x + r, y + r];
    const some = members.filter(({ island }) => island === number).slice(0, 100);
    parts.push(svg('circle', { class: 'ring', cx, cy, r }));
    some.forEach((member, i) => {
      const turn = (2 * Math.PI * i) / some.length;
      const place = some.length > 1 ? [cx + (r - 8) * Math.sin(turn), cy - (r - 8) * Math.cos(turn)] : [cx, cy];
      places.set(member.name, place);
      parts.push(svg('circle', { class: member.fresh ? 'dot' : 'dot unheard', cx: place[0], cy: place[1], r: 4 }, svg('title', {}, member.name)));
    });
    parts.push(svg('text', { x: cx, y: cy + r + 12, 'text-anchor': 'middle' }, `${number + 1}: ${size}`));
    x += 2 * r + 12;
    widest = Math.max(widest, x);
    height = Math.max(height, 2 * r);
  }
  const island = new Map(members.map((member) => [member.name, member.island]));
  for (const { from, to } of defects) {
    const [one, other] = [places.get(from), places.get(to)];
    if (one && other && island.get(from) === island.get(to)) parts.push(svg('line', { class: 'cut', x1: one[0], y1: one[1], x2: other[0], y2: other[1] }));
  }
  const left = islands.length - IN_PICTURE;
  const size = { width: widest, height: y + height + 18 };
  const label = `${islands.length} ${islands.length === 1 ? 'island' : 'islands'}, of ${islands.slice(0, IN_PICTURE).map((each) => each.size).join(', ')} members`;
  by('islands').replaceChildren(svg('svg', { ...size, viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': label }, ...parts), left > 0 ? el('p', { class: 'quiet' }, `and ${left} smaller islands`) : '');
}
