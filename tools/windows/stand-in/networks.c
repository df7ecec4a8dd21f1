#include "networks.h"

#include <stdlib.h>
#include <string.h>

#include "handles.h"
#include "hresults.h"
#include "json.h"

/** An endpoint in a namespace. */
struct resource {
  struct resource *next;
  char16_t *endpoint_id;
};

struct network_object {
  struct network_object *next; // in the store
  int references;              // of the store and of the handles
  bool is_deleted;
  enum network_kind kind;
  char16_t id[GUID_TEXT_LENGTH + 1];
  char16_t *settings;
  char16_t network_id[GUID_TEXT_LENGTH + 1]; // of an endpoint
  struct resource *resources;                // of a namespace
};

struct network_handle {
  void *handle;
  struct network_object *object;
};

static struct network_object *store;

static const int32_t not_found[] = {HCN_E_NETWORK_NOT_FOUND, HCN_E_ENDPOINT_NOT_FOUND, HR_NOT_FOUND};
static const int32_t already_there[] = {HCN_E_NETWORK_ALREADY_EXISTS, HCN_E_PORT_ALREADY_EXISTS,
                                        HR_ALREADY_EXISTS};

static const struct answer done = {S_OK_HR, NULL};

static struct answer fail(int32_t hresult, const char *message) {
  struct text text = {0};
  text_ascii(&text, "{\"Success\":false,\"Error\":\"");
  text_ascii(&text, message);
  text_ascii(&text, "\",\"ErrorCode\":");
  text_number(&text, (uint32_t)hresult);
  text_ascii(&text, "}");
  return (struct answer){hresult, text_take(&text)};
}

static struct answer fail_json(void) { return fail(HCN_E_INVALID_JSON, "Invalid JSON document string."); }

static struct resource **find_resource(struct network_object *object, const char16_t *endpoint_id) {
  struct resource **link = &object->resources;
  while (*link != NULL && !text_equals_folded((*link)->endpoint_id, endpoint_id))
    link = &(*link)->next;
  return link;
}

static void add_resource(struct network_object *object, char16_t *endpoint_id) {
  struct resource *resource = need(sizeof *resource);
  resource->endpoint_id = endpoint_id;
  struct resource **end = &object->resources;
  while (*end != NULL)
    end = &(*end)->next;
  *end = resource;
}

static void remove_resource(struct resource **link) {
  struct resource *resource = *link;
  *link = resource->next;
  free(resource->endpoint_id);
  free(resource);
}

static void release(struct network_object *object) {
  if (--object->references > 0) return;
  while (object->resources != NULL)
    remove_resource(&object->resources);
  free(object->settings);
  free(object);
}

static struct network_object **find(enum network_kind kind, const uint8_t *id) {
  char16_t text[GUID_TEXT_LENGTH + 1];
  guid_format(id, text);
  struct network_object **link = &store;
  while (*link != NULL && ((*link)->kind != kind || !text_equals_folded((*link)->id, text)))
    link = &(*link)->next;
  return link;
}

static struct network_handle *find_handle(enum network_kind kind, void *handle) {
  struct network_handle *found = handle_find(HANDLE_NETWORK, handle);
  if (found == NULL || found->object->kind == kind) return found;
  handle_count_bad();
  return NULL;
}

static void *make_handle(struct network_object *object) {
  struct network_handle *handle = need(sizeof *handle);
  object->references++;
  handle->object = object;
  handle->handle = handle_make(HANDLE_NETWORK, handle);
  return handle->handle;
}

static void close_handle(struct network_handle *handle) {
  handle_close(handle->handle);
  release(handle->object);
  free(handle);
}

static void delete_object(struct network_object **link) {
  struct network_object *object = *link;
  *link = object->next;
  object->is_deleted = true;
  release(object);
}

void networks_forget(void) {
  uint32_t position = 0;
  struct network_handle *handle;
  while ((handle = handles_next(HANDLE_NETWORK, &position)) != NULL)
    close_handle(handle);
  while (store != NULL)
    delete_object(&store);
}

/** Whether a member of the filter holds: strings are compared without regard to case, anything else is not.
 */
static bool holds(const struct network_object *object, struct json name, struct json wanted) {
  char16_t *key = json_string(name);
  char16_t *value = json_string(wanted);
  bool result = value == NULL;
  if (!result && text_is(key, "ID")) {
    result = text_equals_folded(object->id, value);
  } else if (!result && text_is(key, "HostComputeNetwork") && object->network_id[0] != 0) {
    result = text_equals_folded(object->network_id, value);
  } else if (!result) {
    struct json member_name;
    const struct json settings = json_object(object->settings);
    struct json member = {NULL};
    while (!result && json_exists(member = json_next_member(settings, member, &member_name))) {
      char16_t *own_key = json_string(member_name);
      char16_t *own_value = json_string(member);
      result = text_equals_folded(own_key, key) && own_value != NULL && text_equals_folded(own_value, value);
      free(own_key);
      free(own_value);
    }
  }
  free(key);
  free(value);
  return result;
}

static bool matches(const struct network_object *object, struct json filter) {
  struct json name;
  for (struct json wanted = {NULL}; json_exists(wanted = json_next_member(filter, wanted, &name));) {
    if (!holds(object, name, wanted)) return false;
  }
  return true;
}

static char16_t *list_ids(enum network_kind kind, struct json filter) {
  struct text text = {0};
  text_ascii(&text, "[");
  for (const struct network_object *object = store; object != NULL; object = object->next) {
    if (object->kind != kind || !matches(object, filter)) continue;
    if (text.length > 1) text_ascii(&text, ",");
    text_quoted(&text, object->id);
  }
  text_ascii(&text, "]");
  return text_take(&text);
}

/** The filter of a query is a JSON document in a string. */
struct answer networks_enumerate(enum network_kind kind, const char16_t *query) {
  const struct json given = json_object(query);
  if (!text_is_empty(query) && !json_exists(given)) return fail_json();
  char16_t *filter = json_string(json_member(given, "Filter"));
  const struct json wanted = json_object(filter);
  const bool is_valid = text_is_empty(filter) || json_exists(wanted);
  const struct answer answer = is_valid ? (struct answer){S_OK_HR, list_ids(kind, wanted)} : fail_json();
  free(filter);
  return answer;
}

static void read_resources(struct network_object *object, struct json settings) {
  const struct json resources = json_member(settings, "Resources");
  for (struct json one = {NULL}; json_exists(one = json_next(resources, one));) {
    char16_t *id = json_string(json_member(json_member(one, "Data"), "ID"));
    if (id != NULL) add_resource(object, id);
  }
}

struct answer networks_create(enum network_kind kind, void *network, const uint8_t *id,
                              const char16_t *settings, void **handle) {
  const struct network_handle *of = kind == ENDPOINT ? find_handle(NETWORK, network) : NULL;
  if (kind == ENDPOINT && of == NULL) return (struct answer){E_HANDLE_HR, NULL};
  const struct json document = json_object(settings);
  if (!json_exists(document)) return fail_json();
  struct network_object **end = find(kind, id);
  if (*end != NULL) return fail(already_there[kind], "The object already exists.");
  struct network_object *object = need(sizeof *object);
  object->references = 1;
  object->kind = kind;
  object->settings = text_copy(settings);
  guid_format(id, object->id);
  if (of != NULL) memcpy(object->network_id, of->object->id, sizeof object->network_id);
  if (kind == NAMESPACE) read_resources(object, document);
  *end = object;
  *handle = make_handle(object);
  return done;
}

struct answer networks_open(enum network_kind kind, const uint8_t *id, void **handle) {
  struct network_object *object = *find(kind, id);
  if (object == NULL) return fail(not_found[kind], "The object was not found.");
  *handle = make_handle(object);
  return done;
}

static void append_resources(const struct network_object *object, struct text *text) {
  text_ascii(text, ",\"Resources\":[");
  for (const struct resource *one = object->resources; one != NULL; one = one->next) {
    text_ascii(text, one == object->resources ? "{\"Type\":\"Endpoint\",\"Data\":{\"ID\":"
                                              : ",{\"Type\":\"Endpoint\",\"Data\":{\"ID\":");
    text_quoted(text, one->endpoint_id);
    text_ascii(text, "}}");
  }
  text_ascii(text, "]");
}

/** Members whose value the store knows better than the settings. */
static bool is_own_member(const struct network_object *object, const char16_t *key) {
  return text_is(key, "ID") || (object->kind == ENDPOINT && text_is(key, "HostComputeNetwork")) ||
         (object->kind == NAMESPACE && text_is(key, "Resources"));
}

static char16_t *describe(const struct network_object *object) {
  struct text text = {0};
  struct json name;
  const struct json settings = json_object(object->settings);
  text_ascii(&text, "{\"ID\":");
  text_quoted(&text, object->id);
  if (object->kind == ENDPOINT) {
    text_ascii(&text, ",\"HostComputeNetwork\":");
    text_quoted(&text, object->network_id);
  }
  for (struct json member = {NULL}; json_exists(member = json_next_member(settings, member, &name));) {
    char16_t *key = json_string(name);
    if (!is_own_member(object, key)) {
      text_ascii(&text, ",");
      text_quoted(&text, key);
      text_ascii(&text, ":");
      json_append(&text, member);
    }
    free(key);
  }
  if (object->kind == NAMESPACE) append_resources(object, &text);
  text_ascii(&text, "}");
  return text_take(&text);
}

struct answer networks_describe(enum network_kind kind, void *handle, const char16_t *query) {
  const struct network_handle *found = find_handle(kind, handle);
  if (found == NULL) return (struct answer){E_HANDLE_HR, NULL};
  if (!text_is_empty(query) && !json_exists(json_object(query))) return fail_json();
  if (found->object->is_deleted) return fail(not_found[kind], "The object was not found.");
  return (struct answer){S_OK_HR, describe(found->object)};
}

static struct answer change_resources(struct network_object *object, const char16_t *verb,
                                      char16_t *endpoint_id) {
  struct resource **link = find_resource(object, endpoint_id);
  if (text_is(verb, "Add")) {
    if (*link != NULL)
      return fail(HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS, "The endpoint is in the namespace.");
    add_resource(object, text_copy(endpoint_id));
  } else if (text_is(verb, "Remove")) {
    if (*link == NULL) return fail(HCN_E_ENDPOINT_NOT_FOUND, "The endpoint was not found.");
    remove_resource(link);
  }
  return done;
}

/** Endpoints of a namespace are added and removed; every other request is accepted and changes nothing. */
struct answer networks_modify(enum network_kind kind, void *handle, const char16_t *request) {
  const struct network_handle *found = find_handle(kind, handle);
  if (found == NULL) return (struct answer){E_HANDLE_HR, NULL};
  if (found->object->is_deleted) return fail(not_found[kind], "The object was not found.");
  const struct json document = json_object(request);
  char16_t *verb = json_string(json_member(document, "RequestType"));
  char16_t *type = json_string(json_member(document, "ResourceType"));
  char16_t *endpoint_id = json_string(json_member(json_member(document, "Settings"), "EndpointId"));
  struct answer answer = done;
  if (verb == NULL || type == NULL) {
    answer = fail_json();
  } else if (kind == NAMESPACE && text_is(type, "Endpoint") && endpoint_id != NULL) {
    answer = change_resources(found->object, verb, endpoint_id);
  }
  free(verb);
  free(type);
  free(endpoint_id);
  return answer;
}

struct answer networks_delete(enum network_kind kind, const uint8_t *id) {
  struct network_object **link = find(kind, id);
  if (*link == NULL) return fail(not_found[kind], "The object was not found.");
  delete_object(link);
  return done;
}

int32_t networks_close(enum network_kind kind, void *handle) {
  struct network_handle *found = find_handle(kind, handle);
  if (found == NULL) return E_HANDLE_HR;
  close_handle(found);
  return S_OK_HR;
}
