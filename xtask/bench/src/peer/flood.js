// The list of banks through Lean's Node SDK, many calls in flight at once.
const http = require('http');
const Lean = require('@leantechnologies/node-sdk').default;

const [url, inFlight] = [process.argv[2], Number(process.argv[3])];
const token = ['h'.repeat(80), 'c'.repeat(260), 's'.repeat(342)].join('.');
const lean = new Lean(token, 'SANDBOX');
// Its hosts are built in: it is pointed at the local server, with connections kept as ours are.
lean._axios.defaults.baseURL = url;
lean._axios.defaults.httpAgent = new http.Agent({ keepAlive: true });
lean._axios.defaults.proxy = false;

async function wave() {
  const calls = [];
  for (let i = 0; i < inFlight; i++) calls.push(lean.getSupportedBanks());
  for (const banks of await Promise.all(calls)) {
    if (!banks || JSON.stringify(banks).length < 100) throw new Error('the list of banks is empty');
    break;
  }
}

(async () => {
  // Its compiler needs some time to warm up.
  for (let i = 0; i < 40; i++) await wave();
  const waves = 40;
  const before = process.cpuUsage();
  for (let i = 0; i < waves; i++) await wave();
  const spent = process.cpuUsage(before);
  console.log(Math.round(((spent.user + spent.system) * 1000) / inFlight / waves));
})().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
