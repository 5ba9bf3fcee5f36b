import { FieldNames } from './field-names.ts';
import { SeriesHeads } from './series-heads.ts';

const mostHeads = 65_536;
const mostNameBytes = 1_000_000;

/**
 * Series and field names that were read before: most lines repeat them. Kept from one input to the
 * next it makes a steady sender cheap to read; it takes some 50 MB at the very most.
 */
export class LineMemory {
  heads = new SeriesHeads();
  names = new FieldNames();
  #parses = 0;

  /** Number of the parse that begins. Both memories start again together, as heads refer to names. */
  beginParse(): number {
    if (this.heads.size >= mostHeads || this.names.bytes >= mostNameBytes) {
      this.heads = new SeriesHeads();
      this.names = new FieldNames();
    }
    return ++this.#parses;
  }
}
