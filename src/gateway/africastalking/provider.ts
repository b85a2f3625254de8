/** The name of this gateway wherever an arrival or a message says which gateway it belongs to. */
export const PROVIDER = 'africastalking';
