import { broken, count, defineChecks, held, rowsIntact } from '#checks';
import world from './world.ts';

export default defineChecks([
  {
    id: 'documents-apart',
    kind: 'holds',
    title: 'No tenant reads another tenant’s documents',
    explanation: 'The USING of the SELECT policy decides which rows a tenant sees.',
    async run(lab) {
      const [tenant] = lab.world.tenants;
      const attempt = await lab.attempt(lab.actor(tenant), 'SELECT * FROM documents');
      // Any error but a denial decides nothing: thrown, it ends as could-not-check.
      if (attempt.error && attempt.error.code !== '42501') throw new Error(attempt.error.message);
      const read = attempt.rows.rows.filter((row) => row.foreign).length;
      const message = `${tenant.name} read ${count(read, 'document')} of other tenants.`;
      return read === 0 ? held(message) : broken(message, 'wide', [attempt.step]);
    },
  },
  rowsIntact(world.tables),
]);
