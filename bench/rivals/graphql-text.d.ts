/** The bundler reads the text of a schema. */
declare module '*.graphql' {
  const text: string;
  export { text as default };
}
