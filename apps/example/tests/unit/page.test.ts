import { expect, test } from 'vitest';
import { parsePage } from '../../src/audit/page.ts';

const parse = (html: string, url = 'https://a.example/docs/page') => parsePage(html, url);

test('takes the title, and none when there is none', () => {
  expect(parse('<title> A &amp;\n B </title><svg><title>logo</title></svg>').title).toBe('A & B');
  expect(parse('<svg><title>logo</title></svg><h1>Heading</h1>').title).toBeNull();
  expect(parse('<title> </title>').title).toBeNull();
});

test('puts text under its heading, a line for each block', () => {
  const { sections, words } = parse(
    '<body>Before<h2>One <em>two</em></h2><p>First <b>bold</b>.</p><ul><li>a</li><li>b</li></ul><h3>Empty</h3>',
  );
  expect(sections).toEqual([
    { heading: '', text: 'Before' },
    { heading: 'One two', text: 'First bold.\na\nb' },
    { heading: 'Empty', text: '' },
  ]);
  expect(words).toBe(8);
});

test('leaves out scripts, styles and navigation, but not the links of the navigation', () => {
  const page = parse(
    '<nav><a href="/x">Menu</a></nav><script>var a = "<p>no</p>"</script><style>p{}</style><p>Text',
  );
  expect(page.sections).toEqual([{ heading: '', text: 'Text' }]);
  expect(page.links).toEqual(['https://a.example/x']);
});

test('gives internal links whole, once, without fragments and without the page itself', () => {
  const page = parse(
    '<a href="other#part">1</a><a href="./other">2</a><a href="/docs/page#top">self</a><a href="">self</a>' +
      '<a href="?q=1">query</a><a href=" ../up ">up</a><a name="anchor">no link</a>',
  );
  expect(page.links).toEqual([
    'https://a.example/docs/other',
    'https://a.example/docs/page?q=1',
    'https://a.example/up',
  ]);
});

test('counts links to other hosts, and ignores what is no address', () => {
  const page = parse(
    '<a href="https://b.example/1">1</a><a href="https://b.example/1#x">1</a><a href="https://a.example:8443/">port</a>' +
      '<a href="mailto:a@b.example">mail</a><a href="javascript:void 0">js</a><a href="http://[bad">bad</a>',
  );
  expect(page.externalLinks).toBe(2);
  expect(page.links).toEqual([]);
});

test('resolves links against <base>', () => {
  expect(parse('<base href="/elsewhere/"><a href="x">x</a>').links).toEqual([
    'https://a.example/elsewhere/x',
  ]);
});

test('keeps nothing that jsonb refuses', () => {
  const { sections, title } = parse(`<title>a\0b</title><p>half \uD800 pair, whole \u{1F600}`);
  expect(title).not.toContain('\0');
  expect(JSON.stringify(sections)).not.toMatch(/\\ud[89a-f]|\\u0000/i);
  expect(sections[0]?.text).toContain('\u{1F600}');
});

test('bears broken HTML', () => {
  expect(parse('<p>one<div></p></nav></script>two<a href=/x').sections[0]?.text).toBe('one\ntwo');
});
