// The style sheets of pictures, by theme: Python puts them before everything else.
declare const LOOKS: { light: string; dark: string };
