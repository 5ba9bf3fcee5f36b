import { describe, expect, it } from 'vitest';
import { laterAddresses, scriptAddresses } from './first-load.ts';

describe('scriptAddresses', () => {
  it('names each script once and leaves out what modern browsers skip', () => {
    const html = `<script src="/a.js" async=""></script><script src="/old.js" noModule=""></script>
      <script>inline()</script><link rel="preload" as="script" href="/hint.js"/>
      <script src="/b.js" id="x"></script><script src="/a.js"></script>`;
    expect(scriptAddresses(html)).toEqual(['/a.js', '/b.js']);
    expect(laterAddresses(html)).toEqual(['/hint.js']);
  });
});
