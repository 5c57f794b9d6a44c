import { by, el, list, say } from './dom.js';
import { Live } from './live.js';
import { showChecks, showEvents, showLookups } from './lists.js';
import { showMesh } from './mesh.js';
import { showDetail, showNodes, startNodes } from './nodes.js';
import { showTroubles } from './troubles.js';
import { age, tone } from './words.js';

const changed = new Set();
let frame = 0;

const live = new Live((...names) => {
  names.forEach((name) => changed.add(name));
  frame ||= requestAnimationFrame(show);
});

function show() {
  frame = 0;
  const has = (...names) => names.some((name) => changed.has(name));
  if (has('cluster', 'mesh', 'isLive')) showHeader();
  if (has('mesh', 'nodes')) showNodes(live);
  if (has('mesh')) showMesh(live);
  if (has('mesh', 'nodes', 'checks', 'round')) showTroubles(live);
  if (has('checks')) showChecks(live);
  if (has('round')) showLookups(live);
  if (has('events')) showEvents(live);
  changed.clear();
}

function showHeader() {
  const { cluster, mesh } = live;
  if (cluster) {
    document.title = `${cluster.mesh ? `${cluster.mesh.verdict} · ` : ''}${cluster.name}`;
    say(by('name'), cluster.name);
    by('setup').hidden = cluster.state !== 'ignoring';
    const verdict = cluster.state === 'stopped' ? 'stopped' : (cluster.mesh?.verdict ?? (cluster.counts.failing ? 'failing' : 'linked'));
    by('verdict').className = `verdict ${cluster.mesh ? tone(verdict) : cluster.counts.failing ? 'bad' : 'good'}`;
    say(by('verdict'), verdict);
    const facts = [
      ['linked', `${cluster.counts.connected} of ${cluster.counts.known}`],
      ['members', mesh?.counts?.members],
      ['islands', cluster.mesh?.islands],
      ['round', cluster.lastRound && `${cluster.lastRound.number}, ${age(live.now() - Date.parse(cluster.lastRound.startedAt))} ago`],
      ['node', cluster.node.name],
      ['version', cluster.version],
    ].filter(([, value]) => value !== undefined && value !== null);
    list(by('facts'), facts, ([name]) => name, ([name]) => el('div', {}, el('dt', {}, name), el('dd')), (row, [, value]) => say(row.lastChild, String(value)));
  }
  by('live').hidden = live.isLive;
  say(by('live'), live.isLive ? '' : `Not live: what is shown is ${live.readAt ? `${age(Date.now() - live.readAt)} old` : 'not here yet'}`);
}

startNodes(live);
addEventListener('hashchange', () => showDetail(live));
setInterval(() => { if (!document.hidden) { showHeader(); } }, 1000);
live.start();
showDetail(live);
