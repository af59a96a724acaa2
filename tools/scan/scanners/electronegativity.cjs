// Runs Electronegativity over the folder named on the command line and prints its findings as JSON. The folder that holds the scanners is
// the second argument. The scanner asks the network for translations and for Electron's releases; it gets no answer.
const { createRequire } = require('node:module');
const path = require('node:path');

const [folder, scanners] = process.argv.slice(2);
const load = createRequire(path.join(scanners, 'package.json'));
const client = load.resolve('got');
load.cache[client] = {
  id: client,
  filename: client,
  loaded: true,
  exports: () => Promise.reject(new Error('offline')),
};
const run = load('@doyensec/electronegativity');
const say = console.log;
console.log = () => undefined;
const options = {
  input: folder,
  isRelative: true,
  customScan: [],
  excludeFromScan: ['availablesecurityfixesglobalcheck'],
  parserPlugins: [],
};
run(options, false).then(({ issues, errors }) => {
  const findings = issues.map(({ id, file, location, severity }) => ({
    rule: id,
    file,
    line: location.line,
    severity: severity.name,
  }));
  const unread = errors.filter(({ tolerable }) => !tolerable).map(({ file, message }) => ({ file, message }));
  say(JSON.stringify({ findings, unread }));
});
