/** All that is shown, and how it is kept: read once, then by events, and read anew now and then. */

const ROUTES = { cluster: 'cluster', nodes: 'cluster/nodes', mesh: 'cluster/mesh', checks: 'cluster/checks', round: 'cluster/rounds/latest' };
const EVENTS = 'cluster/events';
const EVENTS_KEPT = 200;
const READ_AGAIN = 500;
const READ_AGAIN_LARGE = 3000;
const LARGE = 300;
const RETRY = [1000, 2000, 5000, 10000, 30000];

const MESH_EVENTS = /^(mesh-|link-|member-|join-|check-|name-)/;

/** The state after an event that is about one node; the rest is read anew. */
const STATES = { 'node-discovered': 'discovered', 'node-connected': 'connected', 'node-failing': 'failing', 'node-lost': 'failing', 'node-vanished': 'vanished' };

export class Live {
  cluster = null;
  mesh = null;
  checks = [];
  round = null;
  nodes = new Map();
  events = [];
  isLive = false;
  readAt = 0;
  #onChange;
  #stale = new Set();
  #timer = 0;
  #reading = false;
  #source = null;
  #tries = 0;
  #skew = 0;

  /** @param onChange told what has changed: names of the fields above */
  constructor(onChange) {
    this.#onChange = onChange;
    addEventListener('online', () => this.#again());
    document.addEventListener('visibilitychange', () => document.hidden || this.#again());
  }

  start() {
    this.#markStale(...Object.keys(ROUTES));
    this.#connect();
  }

  /** The service's time, as far as is known. */
  now() {
    return Date.now() + this.#skew;
  }

  #again() {
    if (!this.#source || this.#source.readyState === EventSource.CLOSED) {
      this.#tries = 0;
      this.#connect();
    }
    this.#markStale(...Object.keys(ROUTES));
  }

  #connect() {
    clearTimeout(this.retry);
    this.#source?.close();
    const source = new EventSource(EVENTS);
    this.#source = source;
    source.onopen = () => {
      this.#tries = 0;
      this.#setLive(true);
      this.#markStale(...Object.keys(ROUTES)); // something may have been missed
    };
    source.onerror = () => {
      this.#setLive(false);
      if (source.readyState === EventSource.CLOSED && source === this.#source) { // by an answer that is none
        this.retry = setTimeout(() => this.#connect(), RETRY[Math.min(this.#tries++, RETRY.length - 1)]);
      }
    };
    for (const type of ['missed', ...(this.types ?? [])]) this.#listen(source, type);
    source.onmessage = (message) => this.#heard(message);
  }

  /** The service names the type of each event, and a browser wants to know each. */
  listenTo(types) {
    this.types = types;
    types.forEach((type) => this.#source && this.#listen(this.#source, type));
  }

  #listen(source, type) {
    source.addEventListener(type, (message) => this.#heard(message));
  }

  #heard(message) {
    const event = JSON.parse(message.data);
    if (event.type === 'missed') {
      this.#markStale(...Object.keys(ROUTES));
      return;
    }
    this.events = [event, ...this.events.slice(0, EVENTS_KEPT - 1)];
    this.#patch(event);
    this.#onChange('events');
    if (event.type.startsWith('node-')) this.#markStale('nodes', 'cluster');
    else if (MESH_EVENTS.test(event.type)) this.#markStale('mesh', 'checks', 'cluster');
    else this.#markStale('cluster', 'round');
  }

  #patch(event) {
    const state = STATES[event.type];
    if (!state) return;
    const known = this.nodes.get(event.node) ?? { name: event.node, discoveredBy: [], failures: 0 };
    const patched = { ...known, state: event.state ?? state, since: event.at, connected: state === 'connected' };
    if (event.cause) patched.lastFailure = { at: event.at, cause: event.cause, detail: event.detail, hint: event.hint };
    this.nodes.set(event.node, patched);
    this.#onChange('nodes');
  }

  #setLive(isLive) {
    if (this.isLive !== isLive) {
      this.isLive = isLive;
      this.#onChange('isLive');
    }
  }

  #markStale(...names) {
    names.forEach((name) => this.#stale.add(name));
    if (!this.#timer && !this.#reading) {
      const gap = this.nodes.size > LARGE ? READ_AGAIN_LARGE : READ_AGAIN;
      this.#timer = setTimeout(() => this.#read(), Math.max(0, this.readAt + gap - Date.now()));
    }
  }

  async #read() {
    this.#timer = 0;
    this.#reading = true;
    const names = [...this.#stale];
    this.#stale.clear();
    try {
      for (const [name, body] of await Promise.all(names.map(async (name) => [name, await this.#get(name)]))) {
        if (body !== undefined) this.#take(name, body);
      }
    } catch {
      names.forEach((name) => this.#stale.add(name)); // as it cannot be reached: the stream tells when it can
      setTimeout(() => this.#markStale(), READ_AGAIN_LARGE);
    } finally {
      this.readAt = Date.now();
      this.#reading = false;
    }
    if (this.#stale.size && this.isLive) this.#markStale();
  }

  async #get(name) {
    const answer = await fetch(ROUTES[name], { headers: { Accept: 'application/json' } });
    if (answer.status === 503 || answer.status === 429) {
      this.#stale.add(name);
      return undefined;
    }
    const date = Date.parse(answer.headers.get('Date'));
    if (date) this.#skew = Math.abs(date - Date.now()) > 2000 ? date - Date.now() : 0;
    return answer.ok ? answer.json() : null;
  }

  #take(name, body) {
    if (name === 'nodes') this.nodes = new Map((body?.nodes ?? []).filter((node) => !node.self).map((node) => [node.name, node]));
    else if (name === 'checks') this.checks = body?.checks ?? [];
    else this[name] = body;
    this.#onChange(name);
  }
}
