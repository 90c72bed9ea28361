/** Observable's inputs come without types; cells that use them are not checked either. */
declare module '@observablehq/inputs';
