begin;
select plan(4);

select is(encode(pgflow_http._hmac_sha256(decode(k, 'hex'), decode(m, 'hex')), 'hex'), h,
  'case ' || n)
from (values
  (1, repeat('0b', 20), '4869205468657265',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'),
  (2, '4a656665', '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
  (3, repeat('aa', 20), repeat('dd', 50),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'),
  (6, repeat('aa', 131), encode('Test Using Larger Than Block-Size Key - Hash Key First', 'hex'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54')) as v (n, k, m, h);

select * from finish();
rollback;
