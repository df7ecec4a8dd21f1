// Every function that can be counted and scripted: FUNCTION(name, needs), where `needs` says whether the
// answer comes from the service, so that it is refused once the service has died.
#define COMPUTECORE_FUNCTIONS(FUNCTION)                \
  FUNCTION(HcsCreateOperation, LOCAL)                  \
  FUNCTION(HcsCreateOperationWithNotifications, LOCAL) \
  FUNCTION(HcsCloseOperation, LOCAL)                   \
  FUNCTION(HcsGetOperationContext, LOCAL)              \
  FUNCTION(HcsSetOperationContext, LOCAL)              \
  FUNCTION(HcsGetComputeSystemFromOperation, LOCAL)    \
  FUNCTION(HcsGetOperationType, LOCAL)                 \
  FUNCTION(HcsGetOperationId, LOCAL)                   \
  FUNCTION(HcsGetOperationResult, LOCAL)               \
  FUNCTION(HcsWaitForOperationResult, LOCAL)           \
  FUNCTION(HcsSetOperationCallback, LOCAL)             \
  FUNCTION(HcsCancelOperation, LOCAL)                  \
  FUNCTION(HcsAddResourceToOperation, LOCAL)           \
  FUNCTION(HcsEnumerateComputeSystems, SERVICE)        \
  FUNCTION(HcsCreateComputeSystem, SERVICE)            \
  FUNCTION(HcsOpenComputeSystem, SERVICE)              \
  FUNCTION(HcsCloseComputeSystem, LOCAL)               \
  FUNCTION(HcsStartComputeSystem, SERVICE)             \
  FUNCTION(HcsShutDownComputeSystem, SERVICE)          \
  FUNCTION(HcsTerminateComputeSystem, SERVICE)         \
  FUNCTION(HcsCrashComputeSystem, SERVICE)             \
  FUNCTION(HcsPauseComputeSystem, SERVICE)             \
  FUNCTION(HcsResumeComputeSystem, SERVICE)            \
  FUNCTION(HcsSaveComputeSystem, SERVICE)              \
  FUNCTION(HcsGetComputeSystemProperties, SERVICE)     \
  FUNCTION(HcsModifyComputeSystem, SERVICE)            \
  FUNCTION(HcsSetComputeSystemCallback, LOCAL)         \
  FUNCTION(HcsWaitForComputeSystemExit, SERVICE)       \
  FUNCTION(HcsGetServiceProperties, SERVICE)           \
  FUNCTION(HcsModifyServiceSettings, SERVICE)          \
  FUNCTION(HcsGrantVmAccess, SERVICE)                  \
  FUNCTION(HcsRevokeVmAccess, SERVICE)                 \
  FUNCTION(HcsGrantVmGroupAccess, SERVICE)             \
  FUNCTION(HcsRevokeVmGroupAccess, SERVICE)            \
  FUNCTION(HcsCreateEmptyGuestStateFile, SERVICE)      \
  FUNCTION(HcsCreateEmptyRuntimeStateFile, SERVICE)

#define MEMORY_FUNCTIONS(FUNCTION) \
  FUNCTION(LocalFree, LOCAL)       \
  FUNCTION(CoTaskMemFree, LOCAL)

#define WAIT_FUNCTIONS(FUNCTION)               \
  FUNCTION(GetLastError, LOCAL)                \
  FUNCTION(CreateEventW, LOCAL)                \
  FUNCTION(CloseHandle, LOCAL)                 \
  FUNCTION(SetHandleInformation, LOCAL)        \
  FUNCTION(RegisterWaitForSingleObject, LOCAL) \
  FUNCTION(UnregisterWaitEx, LOCAL)

#define SOCKET_FUNCTIONS(FUNCTION)      \
  FUNCTION(WSAStartup, LOCAL)           \
  FUNCTION(WSASocketW, LOCAL)           \
  FUNCTION(closesocket, LOCAL)          \
  FUNCTION(bind, LOCAL)                 \
  FUNCTION(listen, LOCAL)               \
  FUNCTION(accept, LOCAL)               \
  FUNCTION(connect, LOCAL)              \
  FUNCTION(recv, LOCAL)                 \
  FUNCTION(send, LOCAL)                 \
  FUNCTION(shutdown, LOCAL)             \
  FUNCTION(setsockopt, LOCAL)           \
  FUNCTION(getsockopt, LOCAL)           \
  FUNCTION(WSAEventSelect, LOCAL)       \
  FUNCTION(WSAEnumNetworkEvents, LOCAL) \
  FUNCTION(WSAGetLastError, LOCAL)

#define NETWORK_FUNCTIONS(FUNCTION)            \
  FUNCTION(HcnEnumerateNetworks, LOCAL)        \
  FUNCTION(HcnCreateNetwork, LOCAL)            \
  FUNCTION(HcnOpenNetwork, LOCAL)              \
  FUNCTION(HcnModifyNetwork, LOCAL)            \
  FUNCTION(HcnQueryNetworkProperties, LOCAL)   \
  FUNCTION(HcnDeleteNetwork, LOCAL)            \
  FUNCTION(HcnCloseNetwork, LOCAL)             \
  FUNCTION(HcnEnumerateEndpoints, LOCAL)       \
  FUNCTION(HcnCreateEndpoint, LOCAL)           \
  FUNCTION(HcnOpenEndpoint, LOCAL)             \
  FUNCTION(HcnModifyEndpoint, LOCAL)           \
  FUNCTION(HcnQueryEndpointProperties, LOCAL)  \
  FUNCTION(HcnDeleteEndpoint, LOCAL)           \
  FUNCTION(HcnCloseEndpoint, LOCAL)            \
  FUNCTION(HcnEnumerateNamespaces, LOCAL)      \
  FUNCTION(HcnCreateNamespace, LOCAL)          \
  FUNCTION(HcnOpenNamespace, LOCAL)            \
  FUNCTION(HcnModifyNamespace, LOCAL)          \
  FUNCTION(HcnQueryNamespaceProperties, LOCAL) \
  FUNCTION(HcnDeleteNamespace, LOCAL)          \
  FUNCTION(HcnCloseNamespace, LOCAL)

#define STORAGE_FUNCTIONS(FUNCTION)          \
  FUNCTION(HcsFormatWritableLayerVhd, LOCAL) \
  FUNCTION(HcsGetLayerVhdMountPath, LOCAL)

#define STAND_IN_FUNCTIONS(FUNCTION) \
  COMPUTECORE_FUNCTIONS(FUNCTION)    \
  NETWORK_FUNCTIONS(FUNCTION)        \
  STORAGE_FUNCTIONS(FUNCTION)        \
  MEMORY_FUNCTIONS(FUNCTION)         \
  WAIT_FUNCTIONS(FUNCTION)           \
  SOCKET_FUNCTIONS(FUNCTION)
