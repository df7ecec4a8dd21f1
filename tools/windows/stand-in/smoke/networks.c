// Networks, endpoints, namespaces and layer storage.
#include "smoke.h"

/** Whether a document that the library gave contains `piece`; the document is freed. */
static bool gave(char16_t *document, const char *piece) {
  const bool result = contains(document, piece);
  lib.CoTaskMemFree(document);
  return result;
}

static void keeps_networks(void) {
  static const uint8_t network_id[16] = {1}, endpoint_id[16] = {2}, namespace_id[16] = {3};
  HCN_NETWORK network = NULL, second = NULL;
  HCN_ENDPOINT endpoint = NULL;
  HCN_NAMESPACE namespace_ = NULL;
  char16_t *error = NULL, *document = NULL;
  CHECK(lib.HcnOpenNetwork(network_id, &network, &error) == HCN_E_NETWORK_NOT_FOUND);
  CHECK(gave(error, "\"Success\":false") && network == NULL);
  CHECK(lib.HcnCreateNetwork(network_id, u"{\"Name\":\"net\"}", &network, &error) == S_OK_HR &&
        error == NULL);
  CHECK(lib.HcnCreateNetwork(network_id, u"{}", &second, &error) == HCN_E_NETWORK_ALREADY_EXISTS);
  CHECK(gave(error, "\"ErrorCode\":2151350288}"));
  CHECK(lib.HcnCreateEndpoint(network, endpoint_id, u"{\"Name\":\"eth0\"}", &endpoint, &error) == S_OK_HR);
  CHECK(lib.HcnEnumerateEndpoints(u"{\"Filter\":\"{\\\"Name\\\":\\\"ETH0\\\"}\"}", &document, &error) ==
        S_OK_HR);
  CHECK(gave(document, "[\"00000002-0000-0000-0000-000000000000\"]"));
  CHECK(lib.HcnEnumerateEndpoints(u"{\"Filter\":\"{\\\"Name\\\":\\\"eth1\\\"}\"}", &document, &error) ==
        S_OK_HR);
  CHECK(gave(document, "[]"));
  CHECK(lib.HcnQueryEndpointProperties(endpoint, u"{}", &document, &error) == S_OK_HR);
  CHECK(gave(document, "\"HostComputeNetwork\":\"00000001-0000-0000-0000-000000000000\",\"Name\":\"eth0\"}"));
  CHECK(lib.HcnQueryEndpointProperties(network, u"{}", &document, &error) == E_HANDLE_HR);
  CHECK(lib.HcnCreateNamespace(namespace_id, u"{\"Type\":\"Host\"}", &namespace_, &error) == S_OK_HR);
  const char16_t *const add = u"{\"ResourceType\":\"Endpoint\",\"RequestType\":\"Add\",\"Settings\":"
                              u"{\"EndpointId\":\"00000002-0000-0000-0000-000000000000\"}}";
  CHECK(lib.HcnModifyNamespace(namespace_, add, &error) == S_OK_HR);
  CHECK(lib.HcnModifyNamespace(namespace_, add, &error) == HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS);
  CHECK(gave(error, "\"ErrorCode\":2151350315"));
  CHECK(lib.HcnQueryNamespaceProperties(namespace_, u"", &document, &error) == S_OK_HR);
  CHECK(gave(document, "\"Resources\":[{\"Type\":\"Endpoint\",\"Data\":{\"ID\":\"00000002-"));
  CHECK(COUNT("networkHandles") == 3 && COUNT("badHandles") == 1);
  CHECK(lib.HcnDeleteEndpoint(endpoint_id, &error) == S_OK_HR && lib.HcnCloseEndpoint(endpoint) == S_OK_HR);
  CHECK(lib.HcnDeleteNamespace(namespace_id, &error) == S_OK_HR &&
        lib.HcnCloseNamespace(namespace_) == S_OK_HR);
  CHECK(lib.HcnDeleteNetwork(network_id, &error) == S_OK_HR && lib.HcnCloseNetwork(network) == S_OK_HR);
  lib.StandInScript(u"HcnDeleteNetwork", 0, HR_NOT_FOUND, 0, u"{broken", 0, 0);
  CHECK(lib.HcnDeleteNetwork(network_id, &error) == HR_NOT_FOUND && gave(error, "{broken"));
  CHECK(lib.HcsGetLayerVhdMountPath(&lib, &document) == S_OK_HR && gave(document, "Volume{"));
  CHECK(COUNT("networkHandles") == 0 && COUNT("documents") == 0 && COUNT("badFrees") == 0);
}

void smoke_networks(void) { run_test("networks and storage", keeps_networks, LEAVES_BAD_COUNTS); }
