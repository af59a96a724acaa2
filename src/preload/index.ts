import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';

contextBridge.exposeInMainWorld('commonwatt', createBridge(ipcRenderer, process.platform));
