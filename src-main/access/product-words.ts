/**
 * What this product is called and talks about, in English and Vietnamese: the first words that come to the mind of
 * who must think of a password in front of it (NIST SP 800-63B-4, 3.1.1.2: "context-specific words"). Words of the
 * plant itself (its name, its lines, its robots) come from its configuration. Free of node: imports.
 */
export const PRODUCT_WORDS: readonly string[] = [
  'robot control console',
  'plant robot',
  'bảng điều khiển robot',
  'nhà máy',
  'OHT50',
  'OHT',
  'overhead hoist transport',
  'administrator',
  'supervisor',
  'operator',
  'viewer',
  'quản trị viên',
  'giám sát',
  'vận hành',
  'emergency stop',
  'dừng khẩn cấp',
];
