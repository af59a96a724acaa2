// A process that does one piece of work until it is killed. Arguments: the name of the work, and what it is done with.
import process from 'node:process';

const [name, ...args] = process.argv.slice(2);
const { work } = await workOf(name);
await work(args);
process.exit();

async function workOf(wanted: string): Promise<{ readonly work: (args: readonly string[]) => Promise<void> }> {
  switch (wanted) {
    case 'backup':
      return await import('./backup.ts');
    case 'exchange':
      return await import('./exchange.ts');
    case 'import':
      return await import('./import.ts');
    case 'migrate':
      return await import('./migrate.ts');
    case 'rekey':
      return await import('./rekey.ts');
    case 'restore':
      return await import('./restore.ts');
    default:
      throw new Error(`There is no work "${wanted}".`);
  }
}
