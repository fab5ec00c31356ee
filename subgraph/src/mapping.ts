// The one entry file of all three data sources, so that the compiler runs once.
export {
  handleAssetSet,
  handleCapSet,
  handleCharged,
  handleCredited,
  handleOperatorSet,
  handlePriceRefreshed,
  handleWithdrawn,
} from './balances'
export { handleAdvanced, handleDelivered, handleGranted, handleGrantedBatch, handleRevoked } from './grants'
export { handleAnchorSet, handleKeyRotated, handleNameRegistered, handlePrimarySet } from './names'
