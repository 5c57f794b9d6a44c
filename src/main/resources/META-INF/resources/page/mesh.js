import { by, el, list, say, svg } from './dom.js';
import { LINKS, since } from './words.js';

const MOST_IN_MATRIX = 60;
const BLOCKED = new Set(['epmd_unreachable', 'epmd_timeout', 'name_not_registered', 'connection_refused', 'connect_timeout']);

export function showMesh(live) {
  const { mesh } = live;
  const members = mesh?.members ?? [];
  by('mesh').hidden = members.length < 2;
  if (members.length < 2) return;
  if (!by('legend').hasChildNodes()) {
    by('legend').append(...Object.entries(LINKS).map(([kind, [shape, meaning]]) => el('li', {}, el('span', { class: kind }, shape), ` ${meaning}`)));
  }
  const small = members.length <= MOST_IN_MATRIX;
  by('legend').hidden = !small;
  by('pair').hidden = !small;
  if (small) showMatrix(live);
  else by('matrix').replaceChildren(blocks(mesh));
  by('islands').replaceChildren(picture(mesh));
}

function blocks(mesh) {
  return el('div', {}, ...mesh.islands.map(({ number, size, members }) => el('div', { class: 'block' }, el('b', {}, `island ${number + 1}: ${size}`), el('div', { class: 'quiet name' }, members[0]))));
}

/** What the link of two is. Only what is wrong is told pair by pair; the rest follows from islands. */
function link(from, to, defects) {
  if (from.name === to.name) return { kind: 'self' };
  const defect = defects.get(`${from.name} ${to.name}`) ?? defects.get(`${to.name} ${from.name}`);
  if (defect) {
    const blocked = BLOCKED.has(defect.cause) || BLOCKED.has(defect.back?.cause);
    return { kind: defect.kind === 'one_sided' ? 'one_sided' : blocked ? 'blocked' : 'missing', defect };
  }
  if (!from.fresh || !to.fresh) return { kind: 'unknown' };
  return { kind: from.island === to.island ? 'both' : 'missing' };
}

function showMatrix(live) {
  const { mesh } = live;
  const defects = new Map(mesh.defects.map((defect) => [`${defect.from} ${defect.to}`, defect]));
  const members = [...mesh.members].sort((one, other) => one.island - other.island || one.name.localeCompare(other.name));
  const names = members.map(({ name }) => name).join(' ');
  const box = by('matrix');
  if (box.names !== names) {
    box.names = names;
    box.replaceChildren(grid(members, live));
  }
  members.forEach((from, i) => {
    const row = box.firstChild.rows[i];
    row.className = i && members[i - 1].island !== from.island ? 'first' : '';
    members.forEach((to, j) => {
      const cell = row.cells[j + 1];
      const found = link(from, to, defects);
      cell.link = { from, to, ...found };
      if (cell.className !== found.kind) {
        cell.className = found.kind;
        cell.textContent = LINKS[found.kind][0];
      }
      cell.setAttribute('aria-label', described(cell.link, live));
    });
  });
}

function grid(members, live) {
  const table = el('table', { class: 'matrix', role: 'grid', 'aria-label': 'Who lists whom' }, el('tbody', {}, ...members.map(({ name }) => el('tr', {}, el('th', { scope: 'row' }, name), ...members.map(() => el('td', { role: 'gridcell', tabindex: '-1' }))))));
  table.rows[0].cells[1].tabIndex = 0;
  const tell = ({ target }) => target.link && say(by('pair'), described(target.link, live));
  table.addEventListener('mouseover', tell);
  table.addEventListener('focusin', (event) => {
    table.querySelectorAll('[tabindex="0"]').forEach((cell) => { cell.tabIndex = -1; });
    event.target.tabIndex = 0;
    tell(event);
  });
  table.addEventListener('keydown', (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const { rowIndex } = event.target.parentElement;
    table.rows[rowIndex + step[0]]?.cells[Math.max(1, event.target.cellIndex + step[1])]?.focus();
  });
  return table;
}

function described({ from, to, kind, defect }, live) {
  if (kind === 'self') return from.name;
  const found = defect?.cause ? `: ${defect.cause}: ${defect.detail}` : '';
  const age = defect ? `, for ${since(defect.since, live.now())}` : '';
  return `${from.name} and ${to.name}: ${LINKS[kind][1]}${found}${age}${defect?.hint ? ` (${defect.hint})` : ''}`;
}

/** Islands as circles of dots, the largest first. */
function picture(mesh) {
  const rings = mesh.islands.slice(0, 24).map((island) => ({ ...island, radius: 8 + 3.2 * Math.sqrt(Math.min(island.size, 400)) * 1.6 }));
  let x = 0;
  let y = 0;
  let height = 0;
  const width = 360;
  const parts = [];
  for (const ring of rings) {
    if (x && x + 2 * ring.radius > width) {
      x = 0;
      y += height + 14;
      height = 0;
    }
    const [cx, cy] = [x + ring.radius, y + ring.radius];
    parts.push(svg('circle', { class: 'ring', cx, cy, r: ring.radius }));
    const dots = Math.min(ring.size, 100);
    for (let i = 0; i < dots; i++) {
      const turn = (2 * Math.PI * i) / dots;
      parts.push(svg('circle', { class: ring.seen ? 'dot' : 'dot unknown', cx: cx + (ring.radius - 5) * Math.sin(turn) * (dots > 1), cy: cy - (ring.radius - 5) * Math.cos(turn) * (dots > 1), r: 2.5 }));
    }
    parts.push(svg('text', { x: cx, y: cy + 3, 'text-anchor': 'middle' }, ring.size > 3 ? String(ring.size) : ''));
    x += 2 * ring.radius + 10;
    height = Math.max(height, 2 * ring.radius);
  }
  const islands = mesh.islands.length;
  return svg('svg', { viewBox: `0 0 ${width} ${y + height + 4}`, role: 'img', 'aria-label': `${islands} ${islands === 1 ? 'island' : 'islands'}: ${mesh.islands.slice(0, 24).map(({ size }) => size).join(', ')} members` }, ...parts);
}
