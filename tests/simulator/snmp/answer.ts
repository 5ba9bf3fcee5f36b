import { element, integer, readElements, readInteger, tags } from './ber.ts';
import type { Age, ObjectTree, TreeObject } from './object-tree.ts';

/** What a device does with an answer that has more bytes of bindings than it can send. */
export interface SizeLimit {
  readonly bytes: number;
  /** Real agents cut a GETBULK short; some say tooBig to it, some say nothing. */
  readonly bulk: 'cut' | 'tooBig' | 'silence';
}

export interface Request {
  readonly version: Buffer;
  readonly community: Buffer;
  readonly isVersion1: boolean;
  readonly kind: 'get' | 'next' | 'bulk';
  readonly id: Buffer;
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
  readonly oids: readonly Buffer[];
}

const kinds = new Map<number, Request['kind']>([
  [tags.getRequest, 'get'],
  [tags.getNextRequest, 'next'],
  [tags.getBulkRequest, 'bulk'],
]);

/** Undefined where it is no request that a device answers. */
export function readRequest(packet: Buffer): Request | undefined {
  const message = readElements(packet)[0];
  const [version, community, pdu] = message === undefined ? [] : readElements(message.content);
  if (version === undefined || community === undefined || pdu === undefined) return undefined;
  const kind = kinds.get(pdu.tag);
  const number = readInteger(version.content);
  if (kind === undefined || number > 1 || (kind === 'bulk' && number === 0)) return undefined;
  return {
    version: version.content,
    community: community.content,
    isVersion1: number === 0,
    kind,
    ...readPdu(pdu.content),
  };
}

function readPdu(
  content: Buffer,
): Pick<Request, 'id' | 'nonRepeaters' | 'maxRepetitions' | 'oids'> {
  const parts = readElements(content).map((part) => part.content);
  const [id = nothing, nonRepeaters = nothing, maxRepetitions = nothing, list = nothing] = parts;
  return {
    id,
    nonRepeaters: readInteger(nonRepeaters),
    maxRepetitions: readInteger(maxRepetitions),
    oids: readElements(list).map((binding) => readElements(binding.content)[0]?.content ?? nothing),
  };
}

const nothing = Buffer.alloc(0);

interface Answer {
  readonly status: number;
  readonly index: number;
  readonly bindings: readonly Buffer[];
}

const tooBig = 1;
const noSuchName = 2;

/** The device's answer; undefined where it says nothing. */
export function answer(
  request: Request,
  tree: ObjectTree,
  age: Age,
  limit: SizeLimit,
): Buffer | undefined {
  const made =
    request.kind === 'bulk'
      ? answerBulk(request, tree, age, limit)
      : answerEach(request, tree, age, limit);
  return made && encode(request, made);
}

/** In version 1 a missing object fails the whole request, in version 2c its own binding only. */
function answerEach(request: Request, tree: ObjectTree, age: Age, limit: SizeLimit): Answer {
  const { oids, kind, isVersion1 } = request;
  const bindings: Buffer[] = [];
  for (const [i, oid] of oids.entries()) {
    const object = kind === 'get' ? exact(tree, oid, isVersion1) : after(tree, oid, isVersion1);
    if (object !== undefined) bindings.push(object.encode(age));
    else if (isVersion1) return failure(request, noSuchName, i + 1);
    else bindings.push(absent(oid, kind === 'get' ? tags.noSuchInstance : tags.endOfMibView));
  }
  return bytesOf(bindings) > limit.bytes
    ? failure(request, tooBig, 0)
    : { status: 0, index: 0, bindings };
}

function exact(tree: ObjectTree, oid: Buffer, isVersion1: boolean): TreeObject | undefined {
  const object = tree.exact(oid);
  return isVersion1 && object?.isCounter64 ? undefined : object;
}

/** Version 1 has no Counter64: its agents step over them, RFC 3584 section 4.2.2.1. */
function after(tree: ObjectTree, oid: Buffer, isVersion1: boolean): TreeObject | undefined {
  let position = tree.positionAfter(oid);
  while (isVersion1 && tree.at(position)?.isCounter64) position += 1;
  return tree.at(position);
}

function answerBulk(
  request: Request,
  tree: ObjectTree,
  age: Age,
  limit: SizeLimit,
): Answer | undefined {
  const bindings: Buffer[] = [];
  let size = 0;
  for (const binding of bulkBindings(request, tree, age)) {
    size += binding.length;
    if (size > limit.bytes) {
      if (limit.bulk === 'silence') return undefined;
      if (limit.bulk === 'tooBig' || bindings.length === 0) return failure(request, tooBig, 0);
      break;
    }
    bindings.push(binding);
  }
  return { status: 0, index: 0, bindings };
}

function* bulkBindings(request: Request, tree: ObjectTree, age: Age): Generator<Buffer> {
  const cursors = request.oids.map((oid) => ({ oid, position: tree.positionAfter(oid) }));
  const single = cursors.slice(0, request.nonRepeaters);
  const repeated = cursors.slice(request.nonRepeaters);
  for (const { oid, position } of single) {
    yield tree.at(position)?.encode(age) ?? absent(oid, tags.endOfMibView);
  }
  for (let i = 0; i < request.maxRepetitions; i += 1) {
    let hasMore = false;
    for (const { oid, position } of repeated) {
      const object = tree.at(position + i);
      hasMore ||= object !== undefined;
      yield object?.encode(age) ?? absent(oid, tags.endOfMibView);
    }
    if (!hasMore) return;
  }
}

const failure = (request: Request, status: number, index: number): Answer => ({
  status,
  index,
  bindings:
    status === tooBig && !request.isVersion1
      ? []
      : request.oids.map((oid) => absent(oid, tags.null)),
});

const absent = (oid: Buffer, tag: number): Buffer =>
  element(tags.sequence, element(tags.oid, oid), element(tag));

const bytesOf = (bindings: readonly Buffer[]): number =>
  bindings.reduce((sum, { length }) => sum + length, 0);

const encode = (request: Request, { status, index, bindings }: Answer): Buffer =>
  element(
    tags.sequence,
    element(tags.integer, request.version),
    element(tags.octets, request.community),
    element(
      tags.response,
      element(tags.integer, request.id),
      integer(status),
      integer(index),
      element(tags.sequence, ...bindings),
    ),
  );
