// Features of pretrained models, and mapping of unknown files.
export default {} as const;
