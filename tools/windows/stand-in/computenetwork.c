// The exported functions of computenetwork.dll: one family for each kind of object.
#include "hresults.h"
#include "networks.h"
#include "stand-in.h"

/** Ends a call: the document of a failure is the error record, any other one is the result. */
static int32_t end(struct call *call, struct answer answer, char16_t **document, char16_t **error) {
  char16_t *given = NULL;
  if (document != NULL) *document = NULL;
  if (error != NULL) *error = NULL;
  const int32_t decisive = call->script != NULL ? call->script->result : answer.result;
  char16_t **target = decisive < 0 ? error : document;
  const int32_t result = call_end(call, answer, target == NULL ? NULL : &given);
  if (target != NULL) *target = given;
  return result;
}

static int32_t enumerate(enum function function, enum network_kind kind, const char16_t *query,
                         char16_t **ids, char16_t **error) {
  struct call call = call_begin(function, query);
  struct answer answer = {S_OK_HR, NULL};
  if (call_acts(&call)) answer = networks_enumerate(kind, query);
  return end(&call, answer, ids, error);
}

static int32_t create_object(enum function function, enum network_kind kind, void *network, const uint8_t *id,
                             const char16_t *settings, void **handle, char16_t **error) {
  struct call call = call_begin(function, settings);
  struct answer answer = {E_INVALIDARG_HR, NULL};
  if (handle != NULL) *handle = NULL;
  if (call_acts(&call) && id != NULL && handle != NULL)
    answer = networks_create(kind, network, id, settings, handle);
  return end(&call, answer, NULL, error);
}

static int32_t open_object(enum function function, enum network_kind kind, const uint8_t *id, void **handle,
                           char16_t **error) {
  struct call call = call_begin(function, NULL);
  struct answer answer = {E_INVALIDARG_HR, NULL};
  if (handle != NULL) *handle = NULL;
  if (call_acts(&call) && id != NULL && handle != NULL) answer = networks_open(kind, id, handle);
  return end(&call, answer, NULL, error);
}

static int32_t modify(enum function function, enum network_kind kind, void *handle, const char16_t *request,
                      char16_t **error) {
  struct call call = call_begin(function, request);
  struct answer answer = {S_OK_HR, NULL};
  if (call_acts(&call)) answer = networks_modify(kind, handle, request);
  return end(&call, answer, NULL, error);
}

static int32_t describe(enum function function, enum network_kind kind, void *handle, const char16_t *query,
                        char16_t **properties, char16_t **error) {
  struct call call = call_begin(function, query);
  struct answer answer = {S_OK_HR, NULL};
  if (call_acts(&call)) answer = networks_describe(kind, handle, query);
  return end(&call, answer, properties, error);
}

static int32_t remove_object(enum function function, enum network_kind kind, const uint8_t *id,
                             char16_t **error) {
  struct call call = call_begin(function, NULL);
  struct answer answer = {E_INVALIDARG_HR, NULL};
  if (call_acts(&call) && id != NULL) answer = networks_delete(kind, id);
  return end(&call, answer, NULL, error);
}

static int32_t close_object(enum function function, enum network_kind kind, void *handle) {
  struct call call = call_begin(function, NULL);
  const int32_t result = networks_close(kind, handle);
  call_leave(&call);
  return result;
}

#define FAMILY(name, names, type, kind)                                                         \
  int32_t HcnEnumerate##names(const char16_t *query, char16_t **ids, char16_t **error) {        \
    return enumerate(CALL_HcnEnumerate##names, kind, query, ids, error);                        \
  }                                                                                             \
  int32_t HcnOpen##name(const uint8_t *id, type *object, char16_t **error) {                    \
    return open_object(CALL_HcnOpen##name, kind, id, object, error);                            \
  }                                                                                             \
  int32_t HcnModify##name(type object, const char16_t *request, char16_t **error) {             \
    return modify(CALL_HcnModify##name, kind, object, request, error);                          \
  }                                                                                             \
  int32_t HcnQuery##name##Properties(type object, const char16_t *query, char16_t **properties, \
                                     char16_t **error) {                                        \
    return describe(CALL_HcnQuery##name##Properties, kind, object, query, properties, error);   \
  }                                                                                             \
  int32_t HcnDelete##name(const uint8_t *id, char16_t **error) {                                \
    return remove_object(CALL_HcnDelete##name, kind, id, error);                                \
  }                                                                                             \
  int32_t HcnClose##name(type object) { return close_object(CALL_HcnClose##name, kind, object); }

FAMILY(Network, Networks, HCN_NETWORK, NETWORK)
FAMILY(Endpoint, Endpoints, HCN_ENDPOINT, ENDPOINT)
FAMILY(Namespace, Namespaces, HCN_NAMESPACE, NAMESPACE)

int32_t HcnCreateNetwork(const uint8_t *id, const char16_t *settings, HCN_NETWORK *network,
                         char16_t **error) {
  return create_object(CALL_HcnCreateNetwork, NETWORK, NULL, id, settings, network, error);
}

int32_t HcnCreateEndpoint(HCN_NETWORK network, const uint8_t *id, const char16_t *settings,
                          HCN_ENDPOINT *endpoint, char16_t **error) {
  return create_object(CALL_HcnCreateEndpoint, ENDPOINT, network, id, settings, endpoint, error);
}

int32_t HcnCreateNamespace(const uint8_t *id, const char16_t *settings, HCN_NAMESPACE *namespace_,
                           char16_t **error) {
  return create_object(CALL_HcnCreateNamespace, NAMESPACE, NULL, id, settings, namespace_, error);
}
