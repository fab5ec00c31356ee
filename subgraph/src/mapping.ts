// The one entry file of all three data sources, so that the compiler runs once.
export {
  handleAssetSet,
  handleFeedSet,
  handleIncomingPaused,
  handlePriceRefreshed,
  handleSwept,
} from './assets'
export { handleAudienceSet, handleLeavesRevoked } from './audiences'
export { handleCapSet, handleCredited, handleOperatorSet, handleWithdrawn } from './balances'
export {
  handleAnnounced,
  handleAnnouncementApplied,
  handleAnnouncementCancelled,
  handleBalancesOwnershipTransferred,
  handleBalancesOwnershipTransferStarted,
  handleDeployed,
  handleTreasurerSet,
} from './balances-owner'
export { handleBlockedSet } from './blocks'
export { handleCardSynced, handleIssuerSet } from './cards'
export { handleCharged } from './charges'
export { handleAdvanced, handleScheduled } from './epochs'
export { handleAllRevoked, handleFolderMoved, handleFolderOffered } from './folders'
export { handleDelivered, handleGranted, handleGrantedBatch, handleRevoked } from './grants'
export { handleNameOffered } from './name-offers'
export {
  handleAnchorSet,
  handleKeyRotated,
  handleNameRegistered,
  handleNameReleased,
  handleOwnerChanged,
  handlePrimarySet,
} from './names'
export {
  handleNamesOwnershipTransferred,
  handleNamesOwnershipTransferStarted,
  handlePolicyAnnounced,
  handlePolicyFrozen,
  handlePolicySet,
} from './names-owner'
export { handleBalancesNoncesVoided, handleGrantsNoncesVoided } from './nonces'
export { handlePurchased } from './purchases'
export {
  handleRecoveryCancelled,
  handleRecoveryRemovalStarted,
  handleRecoverySet,
  handleRecoveryStarted,
} from './recovery'
