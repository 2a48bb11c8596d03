import { describe, expect, it } from 'vitest';
import { userOf } from '../../lessons/06-superuser-and-owner-bypass/connection.ts';
import { reach, type Membership } from '../../lessons/06-superuser-and-owner-bypass/roles.ts';
import { toFault } from '../../src/contract/index.ts';

describe('the user in a connection string, as node-postgres reads it', () => {
  it.each([
    ['postgres://app_user:pw@db.internal:5432/agents', 'app_user'],
    ['postgresql://app_user@db', 'app_user'],
    ['POSTGRES://app_user@db/x', 'app_user'],
    ['  postgres://app_user:pw@db/x  \r\n\n', 'app_user'],
    ['postgres://app%5Fuser:p%40w@db/x', 'app_user'],
    ['postgres://App_User@db/x', 'App_User'],
    ['postgres://app:user:pw@db/x', 'app'],
    ['postgres://a@b:pw@db/x', 'a@b'],
    ['postgres://app_user:pw@[::1]:5432/x', 'app_user'],
    ['postgres://app_user:pw@/x?host=/tmp', 'app_user'],
    ['postgres:///x?host=/tmp&user=app_user', 'app_user'],
    ['postgres://app_user@db/x?user=postgres', 'postgres'],
    ['postgres://app_user@db/x?user=postgres&user=app', 'app'],
    ['postgres://app_user@db/x?user=&sslmode=require', 'app_user'],
    ['postgres://db/x?user=first+second', 'first second'],
  ])('%j is %s', (text, user) => {
    expect(userOf(text, 'database.url')).toBe(user);
  });

  it.each([
    '', '\n \n', 'app_user', 'host=db user=app_user', 'DATABASE_URL=postgres://a@db/x',
    '# the url\npostgres://a@db/x', 'postgres://a@db/x\npostgres://b@db/x', 'http://a@db/x',
    'postgres:a@db/x', 'postgres://db/x', 'postgres://:pw@db/x', 'postgres://a:p#w@db/x',
    'postgres://a b@db/x', 'postgres://a%00b@db/x', 'postgres://a%zz@db/x', 'postgres://a%ff@db/x',
    'postgres://a@db:port/x', 'postgres://a@db1:1,db2:2/x', 'postgres://a@db/x?user=%zz',
    'postgres://postgres@db/x?options=-c%20role%3Dapp_user', '\0', '😀',
  ])('%j is refused in one sentence', (text) => {
    let fault: ReturnType<typeof toFault> | undefined;
    try {
      userOf(text, 'database.url');
    } catch (thrown) {
      fault = toFault(thrown);
    }
    expect(fault).toMatchObject({ code: 'file-refused', file: 'database.url' });
    expect(fault?.message).toMatch(/^database\.url [^\n]+\.$/);
  }); // prettier-ignore
});

describe('the roles that a login can act as', () => {
  const edge = (member: string, group: string, options: string): Membership => ({
    member,
    group,
    inherits: options.includes('i'),
    sets: options.includes('s'),
    admin: options.includes('a'),
  });
  const found = (...edges: Membership[]): Record<string, string> =>
    Object.fromEntries(reach('app', edges));

  it.each([
    [
      'inherits through others',
      [edge('app', 'a', 'is'), edge('a', 'b', 'i')],
      { a: 'inherits', b: 'inherits' },
    ],
    ['sets through others', [edge('app', 'a', 's'), edge('a', 'b', 's')], { a: 'sets', b: 'sets' }],
    [
      'inherits from what it sets',
      [edge('app', 'a', 's'), edge('a', 'b', 'i')],
      { a: 'sets', b: 'sets' },
    ],
    // SET ROLE is decided by the session's user: what a role merely inherits from cannot lend it.
    [
      'cannot set what it only inherits',
      [edge('app', 'a', 'i'), edge('a', 'b', 's')],
      { a: 'inherits' },
    ],
    [
      'grants itself what it rules',
      [edge('app', 'a', 'a'), edge('a', 'b', 'i')],
      { a: 'grants', b: 'grants' },
    ],
    [
      'rules through a group',
      [edge('app', 'a', 'i'), edge('a', 'b', 'a')],
      { a: 'inherits', b: 'grants' },
    ],
    ['is a member in name only', [edge('app', 'a', ''), edge('a', 'b', 'isa')], {}],
    ['is not what its members are', [edge('a', 'app', 'isa'), edge('a', 'b', 'isa')], {}],
  ] as const)('a login that %s', (_name, edges, roles) => {
    expect(found(...edges)).toEqual(roles);
  });
});
