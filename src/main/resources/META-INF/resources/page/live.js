import { setClock } from './words.js';

/** All that is shown, and how it is kept: read once, then by events, and read anew when these say so. */

const ROUTES = { cluster: 'cluster', nodes: 'cluster/nodes', mesh: 'cluster/mesh', checks: 'cluster/checks', round: 'cluster/rounds/latest', troubles: 'page/troubles' };
const EVENTS = 'cluster/events';

/** A browser wants to know the name of each type of event. */
const TYPES = [
  'node-discovered', 'node-named', 'node-connected', 'node-lost', 'node-failing', 'node-vanished', 'dns-failing', 'dns-recovered', 'round-completed', 'mesh-split', 'mesh-whole',
  'link-missing', 'link-restored', 'check-changed', 'member-joined', 'join-failed', 'join-refused', 'join-advised', 'name-clash', 'acted-by-hand', 'missed',
];

/** The state of a node after an event; the rest of it is read anew. */
const STATES = { 'node-discovered': 'discovered', 'node-connected': 'connected', 'node-failing': 'failing', 'node-lost': 'failing', 'node-vanished': 'vanished' };

const EVENTS_KEPT = 200;
const ROUNDS_KEPT = 20;

// All in ms.
const READ_AGAIN = 500;
const READ_AGAIN_LARGE = 3000;
const READ_AFTER_FAILURE = 5000;
const READ_BOUND = 15000;
const RETRY = [1000, 2000, 5000, 10000, 30000];
const SETTLED = 300; // a service that has no place for a reader answers, and ends at once
const SILENCE = 60000;
const WATCH = 5000;
const SLEPT = 90000; // a hidden page's timers come once a minute

const LARGE = 300;

export class Live {
  cluster = null;
  mesh = null;
  checks = [];
  round = null;
  troubles = { troubles: [], notListed: 0 };
  nodes = new Map();
  events = [];
  /** Whether events come; null until that is known. */
  isLive = null;
  /** When what is shown was true, by this browser's clock; 0 = nothing is shown. */
  shownAt = 0;
  #onChange;
  #stale = new Set();
  #timer = 0;
  #reading = false;
  #readAt = 0;
  #source = null;
  #tries = 0;
  #retry = 0;
  #settling = 0;
  #heardAt = 0;
  #watchedAt = Date.now();
  #seen = new Set();

  /** @param onChange told what has changed: a name of the fields above */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  start() {
    this.#connect();
    addEventListener('online', () => this.#connect());
    document.addEventListener('visibilitychange', () => document.hidden || this.isLive || this.#connect());
    setInterval(() => this.#watch(), WATCH);
    this.#readFirst();
  }

  async #readFirst() {
    await Promise.all(['cluster', 'nodes', 'troubles'].map((name) => this.#get(name)));
    await Promise.all(['mesh', 'checks', 'round'].map((name) => this.#get(name)));
    if (this.#stale.size) this.#readLater(READ_AFTER_FAILURE);
  }

  get isLarge() {
    return this.nodes.size > LARGE;
  }

  /** After a sleep a stream that is dead looks open: a silence or a leap of the clock makes a new one. */
  #watch() {
    const at = Date.now();
    const quiet = at - this.#heardAt > Math.max(SILENCE, 3 * (this.cluster?.intervalMillis ?? 0));
    if (this.#source.readyState === EventSource.OPEN && (quiet || at - this.#watchedAt > SLEPT)) this.#connect();
    this.#watchedAt = at;
  }

  #connect() {
    clearTimeout(this.#retry);
    clearTimeout(this.#settling);
    this.#source?.close();
    const source = new EventSource(EVENTS);
    this.#source = source;
    this.#heardAt = Date.now();
    source.onopen = () => {
      this.#heardAt = Date.now();
      this.#settling = setTimeout(() => this.#settle(), SETTLED);
      this.#markStale('cluster', 'nodes', 'mesh', 'checks', 'troubles'); // something may have been missed
      this.#readPast();
    };
    source.onerror = () => {
      clearTimeout(this.#settling);
      this.#setLive(false);
      if (source.readyState === EventSource.CLOSED) { // by an answer that is no stream: it does not come back by itself
        this.#retry = setTimeout(() => this.#connect(), RETRY[Math.min(this.#tries++, RETRY.length - 1)]);
      }
    };
    TYPES.forEach((type) => source.addEventListener(type, (message) => this.#heard(message)));
  }

  #settle() {
    this.#tries = 0;
    this.#setLive(true);
  }

  #setLive(isLive) {
    if (this.isLive !== isLive) {
      this.isLive = isLive;
      this.#onChange('isLive');
    }
  }

  #heard({ data, lastEventId }) {
    const event = JSON.parse(data);
    this.#heardAt = Date.now();
    this.shownAt = this.#heardAt;
    if (event.type === 'missed') {
      this.#markStale('cluster', 'nodes', 'mesh', 'checks', 'troubles');
      return;
    }
    setClock(event.at);
    this.#keep([{ ...event, id: lastEventId }]);
    this.#patch(event);
    if (event.type.startsWith('node-')) this.#markStale('nodes', 'cluster', 'troubles');
    else if (event.type === 'round-completed' || event.type.startsWith('dns-')) this.#markStale('cluster', 'mesh', 'checks', 'round', 'troubles');
    else this.#markStale('cluster', 'mesh', 'checks', 'troubles');
  }

  /** Newest first; of the rounds, which are many, some. */
  #keep(newer) {
    const unseen = newer.filter(({ id }) => !this.#seen.has(id));
    if (!unseen.length) return;
    let rounds = 0;
    const all = unseen.length === 1 ? [...unseen, ...this.events] : [...unseen, ...this.events].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
    this.events = all.filter(({ type }) => type !== 'round-completed' || ++rounds <= ROUNDS_KEPT).slice(0, EVENTS_KEPT);
    this.#seen = new Set(this.events.map(({ id }) => id));
    this.#onChange('events');
  }

  #patch({ type, node, at, cause, detail, hint }) {
    const state = STATES[type];
    if (!state) return;
    const known = this.nodes.get(node) ?? { name: node, discoveredBy: [], failures: 0 };
    const patched = { ...known, state, since: known.state === state ? known.since : at };
    if (cause) patched.lastFailure = { at, cause, detail, hint };
    if (state !== 'connected') delete patched.direction;
    this.nodes.set(node, patched);
    this.#onChange('nodes');
  }

  /** What happened before this page was opened: the last events in the service's memory. */
  async #readPast() {
    try {
      const [, epoch, last] = (await readEvents(null, (text) => /^id: (\d+)-(\d+)\n/m.exec(text))) ?? [];
      if (!(last > 0)) return;
      const from = `${epoch}-${Math.max(0, last - EVENTS_KEPT)}`;
      const text = await readEvents(from, (all) => (all.includes(`\nid: ${epoch}-${last}\nevent:`) && all.endsWith('\n\n') ? all : null));
      const past = [...(text ?? '').matchAll(/^id: (.+)\nevent: .+\ndata: (.+)\n/gm)].map(([, id, data]) => ({ ...JSON.parse(data), id }));
      this.#keep(past.filter(({ type }) => type !== 'missed').reverse());
    } catch {
      // it can do without
    }
  }

  #markStale(...names) {
    names.forEach((name) => this.#stale.add(name));
    this.#readLater(this.isLarge ? READ_AGAIN_LARGE : READ_AGAIN);
  }

  #readLater(gap) {
    if (!this.#timer && !this.#reading) {
      this.#timer = setTimeout(() => this.#read(), Math.max(0, this.#readAt + gap - Date.now()));
    }
  }

  async #read() {
    this.#timer = 0;
    this.#reading = true;
    const names = [...this.#stale];
    this.#stale.clear();
    const done = await Promise.all(names.map((name) => this.#get(name)));
    this.#reading = false;
    this.#readAt = Date.now();
    if (this.#stale.size) this.#readLater(done.includes(false) ? READ_AFTER_FAILURE : this.isLarge ? READ_AGAIN_LARGE : READ_AGAIN);
  }

  /** Reads one, and shows it: a route that hangs holds up no other. */
  async #get(name) {
    if (name === 'round' ? !this.cluster?.hasRan : (name === 'mesh' || name === 'checks') && !this.cluster?.mesh) return true; // there is none
    try {
      const answer = await fetch(ROUTES[name], { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(READ_BOUND) });
      if (!answer.ok) throw new Error(answer.statusText);
      this.#take(name, await answer.json());
      this.shownAt = Date.now();
      return true;
    } catch {
      this.#stale.add(name);
      return false;
    }
  }

  #take(name, body) {
    if (name === 'cluster') {
      this.cluster = body;
      if (!body.mesh) this.mesh = null;
      else if (!this.mesh) this.#markStale('mesh', 'checks'); // which were not asked for before this was known
      if (body.lastRound && body.lastRound.number !== this.round?.round) this.#markStale('round');
    } else if (name === 'nodes') {
      this.nodes = new Map(body.nodes.filter(({ self }) => !self).map((node) => [node.name, node]));
    } else if (name === 'checks') {
      this.checks = body.checks;
    } else {
      this[name] = body;
    }
    this.#onChange(name);
  }
}

/** Reads the stream of events until it holds what is looked for; null when it ends before that. */
async function readEvents(lastSeen, find) {
  const stop = new AbortController();
  const bound = setTimeout(() => stop.abort(), READ_BOUND);
  try {
    const { body } = await fetch(EVENTS, { headers: lastSeen ? { 'Last-Event-ID': lastSeen } : {}, signal: stop.signal });
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      const found = find(text);
      if (found) return found;
    }
    return null;
  } finally {
    clearTimeout(bound);
    stop.abort();
  }
}
