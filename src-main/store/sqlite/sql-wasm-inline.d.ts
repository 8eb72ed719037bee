/** The build of sql.js that carries its WebAssembly inside: one file, nothing to find at run time. */
declare module 'sql.js/dist/sql-wasm-inline.js' {
  import initSqlJs from 'sql.js';
  export default initSqlJs;
}
