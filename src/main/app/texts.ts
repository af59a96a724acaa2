/** What main itself says: menus and system dialogs. The page's texts are in the locales. */
export interface MainTexts {
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly lock: string;
  readonly quit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly actualSize: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fullScreen: string;
  readonly minimize: string;
  readonly reload: string;
  readonly developerTools: string;
  readonly chooseImport: string;
  readonly chooseBoundary: string;
  readonly chooseGridFactors: string;
  readonly chooseReport: string;
  readonly chooseReportFolder: string;
  readonly communityData: string;
  readonly boundaries: string;
  readonly gridFactors: string;
  readonly report: string;
  readonly allFiles: string;
  readonly save: string;
  readonly pageStuck: string;
  readonly pageCrashes: string;
  readonly pageKept: string;
  readonly wait: string;
  readonly loadAgain: string;
  readonly closeWindow: string;
}

const english: MainTexts = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  lock: 'Lock',
  quit: 'Quit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  minimize: 'Minimise',
  reload: 'Reload',
  developerTools: 'Developer tools',
  chooseImport: 'Choose the file to import',
  chooseBoundary: 'Choose the area of the community',
  chooseGridFactors: 'Choose the hourly grid factors',
  chooseReport: 'Choose the report to check',
  chooseReportFolder: 'Choose the folder for the monthly reports',
  communityData: 'Meter readings and snapshots',
  boundaries: 'GeoJSON areas',
  gridFactors: 'Grid factors by hour',
  report: 'Reports (PDF)',
  allFiles: 'All files',
  save: 'Save',
  pageStuck: 'The window does not respond.',
  pageCrashes: 'The window stopped again, just after it had been loaded anew.',
  pageKept:
    'What had been saved is safe, and work that goes on in the background is not affected. Only what was typed and not saved yet would be lost.',
  wait: 'Wait',
  loadAgain: 'Load it again',
  closeWindow: 'Close the window',
};

const german: MainTexts = {
  file: 'Datei',
  edit: 'Bearbeiten',
  view: 'Ansicht',
  window: 'Fenster',
  lock: 'Sperren',
  quit: 'Beenden',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  cut: 'Ausschneiden',
  copy: 'Kopieren',
  paste: 'Einfügen',
  selectAll: 'Alles auswählen',
  actualSize: 'Originalgröße',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  fullScreen: 'Vollbild',
  minimize: 'Minimieren',
  reload: 'Neu laden',
  developerTools: 'Entwicklerwerkzeuge',
  chooseImport: 'Datei zum Importieren wählen',
  chooseBoundary: 'Gebiet der Gemeinschaft wählen',
  chooseGridFactors: 'Stündliche Netzfaktoren wählen',
  chooseReport: 'Bericht zum Prüfen wählen',
  chooseReportFolder: 'Ordner für die Monatsberichte wählen',
  communityData: 'Zählerwerte und Momentaufnahmen',
  boundaries: 'GeoJSON-Gebiete',
  gridFactors: 'Netzfaktoren je Stunde',
  report: 'Berichte (PDF)',
  allFiles: 'Alle Dateien',
  save: 'Speichern',
  pageStuck: 'Das Fenster reagiert nicht.',
  pageCrashes: 'Das Fenster ist kurz nach dem neuen Laden wieder stehen geblieben.',
  pageKept:
    'Gespeichertes ist sicher, und was im Hintergrund läuft, läuft weiter. Nur was eingegeben und noch nicht gespeichert war, ginge verloren.',
  wait: 'Warten',
  loadAgain: 'Neu laden',
  closeWindow: 'Fenster schließen',
};

export const mainTexts: Readonly<Record<'en' | 'de', MainTexts>> = { en: english, de: german };
