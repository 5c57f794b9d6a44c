import { by, el, list, say } from './dom.js';
import { Live } from './live.js';
import { showChecks, showEvents, showLookups, startLists } from './lists.js';
import { showMesh, startMesh } from './mesh.js';
import { showDetail, showNodes, startNodes, updateDetail } from './nodes.js';
import { showTroubles } from './troubles.js';
import { age, grow, now, tone } from './words.js';

/** How often 300 nodes and more are shown anew, in ms. */
const LARGE_PACE = 100;

/** What is shown anew when one of these has changed; what happens comes first. */
const PARTS = [
  [['events'], showEvents],
  [['cluster', 'mesh', 'nodes', 'isLive'], showHeader],
  [['troubles'], showTroubles],
  [['mesh'], showMesh],
  [['nodes', 'mesh'], showNodes],
  [['nodes', 'mesh'], updateDetail],
  [['checks'], showChecks],
  [['round', 'events'], showLookups],
];

const changed = new Set();
let waits = false;

const live = new Live((name) => {
  changed.add(name);
  if (!waits) showSoon();
});

function showSoon() {
  waits = true;
  if (live.isLarge) setTimeout(show, LARGE_PACE);
  else requestAnimationFrame(show);
}

async function show() {
  const names = [...changed];
  changed.clear();
  for (const [needs, part] of PARTS) {
    if (!names.some((name) => needs.includes(name))) continue;
    attempt(part);
    if (live.isLarge) await new Promise((goOn) => setTimeout(goOn)); // a click is answered in between
  }
  if (names.includes('mesh')) arrive();
  waits = false;
  if (changed.size) showSoon();
}

let hasArrived = false;

/** A section by its name, as in #mesh, is there only when it is shown. */
function arrive() {
  if (!hasArrived && /^#[a-z]+$/.test(location.hash)) by(location.hash.slice(1))?.scrollIntoView();
  hasArrived = true;
}

/** A part that cannot be shown leaves the others. */
function attempt(part) {
  try {
    part(live);
  } catch (e) {
    console.error(e);
  }
}

function showHeader() {
  const { cluster } = live;
  showWhetherLive();
  if (!cluster) return;
  const { counts, mesh, node } = cluster;
  const verdict = { ignoring: 'nothing to discover', stopped: 'stopped' }[cluster.state] ?? mesh?.verdict ?? (counts.failing ? 'failing' : 'linked');
  document.title = `${verdict} · ${cluster.name}`;
  by('setup').hidden = cluster.state !== 'ignoring';
  say(by('name'), cluster.name);
  by('verdict').className = `verdict ${tone(verdict)}`;
  say(by('verdict'), verdict);
  const unseen = (live.mesh?.islands ?? []).filter(({ seen }) => !seen).length; // they split nothing
  const facts = [
    ['expected', mesh?.expected],
    ['discovered', counts.known],
    ['connected', counts.connected],
    ['islands', mesh && mesh.islands - unseen],
    ['round', cluster.lastRound && `${cluster.lastRound.number}, ${age(now() - Date.parse(cluster.lastRound.startedAt))} ago`],
    ['node', node.alive ? node.name : `${node.name} (not alive)`],
    ['version', cluster.version],
  ].filter(([, value]) => value !== undefined && value !== null);
  list(by('facts'), facts, ([name]) => name, ([name]) => el('div', {}, el('dt', {}, name), el('dd')), (row, [, value]) => say(row.lastChild, String(value)));
}

function showWhetherLive() {
  const isLost = live.isLive === false;
  by('lost').hidden = !isLost;
  say(by('lost-word'), isLost ? 'Not live' : '');
  say(by('lost-age'), !isLost ? '' : live.shownAt ? `what is shown is ${age(Date.now() - live.shownAt)} old` : 'nothing could be read yet');
}

startNodes(live);
startMesh(live);
startLists(live);
addEventListener('hashchange', () => showDetail(live));
setInterval(() => {
  if (document.hidden) return;
  attempt(showHeader);
  grow();
}, 1000);
live.start();
showDetail(live);
