/** How long: one number and its unit. */
export function age(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds >= 172800) return `${Math.floor(seconds / 86400)} d`;
  if (seconds >= 7200) return `${Math.floor(seconds / 3600)} h`;
  return seconds >= 120 ? `${Math.floor(seconds / 60)} min` : `${seconds} s`;
}

/** Since when, by the clock of this browser corrected by that of the service. */
export const since = (instant, now) => (instant ? age(now - Date.parse(instant)) : '');

/** A verdict's colour; its shape goes with it. */
export function tone(verdict) {
  return { whole: 'good', alone: 'good', forming: 'warn', unknown: 'warn', partial: 'bad', split: 'bad' }[verdict] ?? 'warn';
}

/** What each kind of cell of the matrix looks like, and means. */
export const LINKS = {
  both: ['●', 'both list each other'],
  one_sided: ['◐', 'one lists the other'],
  missing: ['○', 'neither lists the other'],
  blocked: ['✕', 'the way is blocked'],
  unknown: ['?', 'not known'],
  self: ['·', 'itself'],
};

/** An event in one line. */
export function told(event) {
  const { type, at, node, peer, target, round, members, islands, ...rest } = event;
  const words = [node, peer && `and ${peer}`, target && `at ${target}`];
  if (members !== undefined) words.push(`${members} members`);
  if (islands !== undefined) words.push(`${islands} islands`);
  if (round) words.push(`round ${round.number ?? ''}`);
  for (const key of ['query', 'recordType', 'kind', 'rule', 'check', 'status', 'cause', 'act', 'caller', 'outcome', 'detail', 'hint']) {
    if (rest[key]) words.push(rest[key]);
  }
  return words.filter(Boolean).join(' · ');
}
