/**
 * The methods of iterators, for a realm that has none: lazy, and whatever ends early ends the
 * iterator that it reads from. Source: ECMA-262 (2025), "Iterator Objects".
 */

type Items = Iterator<unknown>;
type Visit = (item: unknown, at: number) => unknown;

/** The prototype that every iterator of the language has. */
export const iteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf([][Symbol.iterator]()),
) as object;

/** For `for`, also where the iterator is one of the program's own and cannot be iterated itself. */
const each = (items: Items): Iterable<unknown> => ({ [Symbol.iterator]: () => items });

function callable(visit: unknown): void {
  if (typeof visit !== 'function') throw new TypeError(`${String(visit)} is not a function`);
}

/** A whole number of items, or Infinity. */
function counted(limit: unknown): number {
  const count = Math.trunc(Number(limit));
  if (!(count >= 0)) throw new RangeError(`${String(limit)} must be positive`);
  return count;
}

function* mapped(items: Items, visit: Visit): Generator {
  let at = 0;
  for (const item of each(items)) yield visit(item, at++);
}

function* filtered(items: Items, visit: Visit): Generator {
  let at = 0;
  for (const item of each(items)) if (visit(item, at++)) yield item;
}

function* flat(items: Items, visit: Visit): Generator {
  let at = 0;
  for (const item of each(items)) {
    const inner = visit(item, at++);
    if (typeof inner !== 'object' || inner === null) {
      throw new TypeError(`${String(inner)} is not an object`);
    }
    yield* Symbol.iterator in inner ? (inner as Iterable<unknown>) : each(inner as Items);
  }
}

function* taken(items: Items, count: number): Generator {
  let left = count;
  if (left === 0) items.return?.();
  else
    for (const item of each(items)) {
      yield item;
      if (--left === 0) return;
    }
}

function* dropped(items: Items, count: number): Generator {
  let left = count;
  for (const item of each(items)) if (left-- <= 0) yield item;
}

/** Whether the visitor says so of one of them; the rest is not asked for. */
function found(items: Items, visit: Visit): { readonly item: unknown } | null {
  callable(visit);
  let at = 0;
  for (const item of each(items)) if (visit(item, at++)) return { item };
  return null;
}

export const iteratorMethods = {
  map(this: Items, visit: Visit): Generator {
    callable(visit);
    return mapped(this, visit);
  },
  filter(this: Items, visit: Visit): Generator {
    callable(visit);
    return filtered(this, visit);
  },
  flatMap(this: Items, visit: Visit): Generator {
    callable(visit);
    return flat(this, visit);
  },
  take(this: Items, limit: unknown): Generator {
    return taken(this, counted(limit));
  },
  drop(this: Items, limit: unknown): Generator {
    return dropped(this, counted(limit));
  },
  toArray(this: Items): unknown[] {
    return [...each(this)];
  },
  forEach(this: Items, visit: Visit): void {
    callable(visit);
    let at = 0;
    for (const item of each(this)) visit(item, at++);
  },
  some(this: Items, visit: Visit): boolean {
    return found(this, visit) !== null;
  },
  every(this: Items, visit: Visit): boolean {
    callable(visit);
    return found(this, (item, at) => !visit(item, at)) === null;
  },
  find(this: Items, visit: Visit): unknown {
    return found(this, visit)?.item;
  },
  reduce(
    this: Items,
    join: (all: unknown, item: unknown, at: number) => unknown,
    ...start: [unknown?]
  ) {
    callable(join);
    let at = 0;
    let all = start[0];
    let isEmpty = start.length === 0;
    for (const item of each(this)) {
      all = isEmpty ? item : join(all, item, at);
      isEmpty = false;
      at++;
    }
    if (isEmpty) throw new TypeError('Reduce of a done iterator with no initial value');
    return all;
  },
};

/** For the global `Iterator`: `from`, and the prototype to be inherited. */
export function abstractIterator(this: object): void {
  if (new.target === abstractIterator) {
    throw new TypeError('Abstract class Iterator not directly constructable');
  }
}

function from(items: Partial<Iterable<unknown>> | Items): object {
  const own = (items as Partial<Iterable<unknown>>)[Symbol.iterator]?.() ?? (items as Items);
  return own instanceof abstractIterator ? own : mapped(own, (item) => item);
}

Object.defineProperties(abstractIterator, {
  name: { value: 'Iterator' },
  prototype: { value: iteratorPrototype },
  from: { value: from, writable: true, configurable: true },
});
