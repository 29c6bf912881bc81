const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });

export const clock = iso => time.format(new Date(iso));

export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds >= 60000) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  if (milliseconds >= 1) return `${milliseconds.toFixed(milliseconds >= 100 ? 0 : 2)} ms`;
  return `${Math.round(milliseconds * 1000)} µs`;
}

export function uptime(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(since)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds % 86400 / 3600)} h`;
}

export const megabytes = bytes => `${(bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0)} MB`;

export const count = number => number.toLocaleString();

export const many = (number, one, more = `${one}s`) => `${count(number)} ${number === 1 ? one : more}`;
