import { defineAttack } from '#checks';
import { readRoles } from './roles.ts';
import { openSession } from './session.ts';
import { runTeamTest } from './team-test.ts';
import { changedOwners, contextOf, nounOf, readingOf, whose } from './words.ts';
import world from './world.ts';

/** Made for the application by setup.sql; what the test is shown with while the URL names an exempt role. */
const APPLICATION_ROLE = 'app_user';

/**
 * The team's test as superuser and as the application's role, and then what somebody who can send
 * one statement through the application's own connection does with it.
 */
export default defineAttack(async (lab) => {
  const session = await openSession(lab);
  const role = (await readRoles(lab)).get(session.role);
  const exempt = role?.superuser === true || role?.bypassRls === true;
  const [, reader] = lab.world.tenants;
  const [notes, calls = notes] = world.tables;

  const asSuperuser = await runTeamTest(lab, (sql) =>
    lab.attempt({ role: 'postgres', tenant: reader }, sql),
  );
  const tested = exempt ? APPLICATION_ROLE : session.role;
  const asApplication = await runTeamTest(lab, (sql) =>
    exempt ? lab.attempt({ role: tested, tenant: reader }, sql) : session.run(reader, sql),
  );

  await session.run(reader, `SELECT current_user, row_security_active('${notes.name}')`);
  const reading = await session.run(reader, `SELECT * FROM ${notes.name}`);
  const unforced = await session.run(
    reader,
    `ALTER TABLE ${notes.name} NO FORCE ROW LEVEL SECURITY; SELECT * FROM ${notes.name}`,
  );
  const emptied = await session.run(reader, `TRUNCATE ${calls.name}`);

  const green = ({ ok, lines }: typeof asSuperuser): string => `${ok} of ${lines.length} ok`;
  const plain = await readingOf(lab, notes, reading);
  const forced = await readingOf(lab, notes, unforced);
  const removed = changedOwners(emptied);
  return [
    `isolation.test.sql: ${green(asSuperuser)} as postgres, ${green(asApplication)} as ${tested}.`,
    `The application connects as ${session.role}, which ${plain.sentence}.`,
    ...(plain.foreign === 0 && forced.foreign > 0
      ? [`After switching FORCE off it ${forced.sentence}.`]
      : []),
    removed.length > 0
      ? `TRUNCATE removed ${removed.length} ${nounOf(calls)} ${contextOf(reader)}, ${whose(lab, removed, reader)}.`
      : `TRUNCATE removed 0 ${nounOf(calls)}.`,
  ].join(' ');
});
