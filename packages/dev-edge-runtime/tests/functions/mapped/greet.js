export const greeting = 'from the import map';
