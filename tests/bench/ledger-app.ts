export { appBenchmarks as ledgerAppBenchmarks } from './app.ts';
