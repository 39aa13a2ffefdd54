// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <span>
#include <sys/types.h>
#include <vector>

// Bytes and descriptors in one message of a Unix socket (SCM_RIGHTS). Neither call blocks, is
// interrupted by a signal or raises SIGPIPE; both return a size, or a negative errno.
namespace Spawn::Wire {

inline constexpr size_t MaximumMessageDescriptors = 253; // the kernel's SCM_MAX_FD

// The descriptors go with the first byte, and stay the caller's.
[[nodiscard]] ssize_t sendMessage(int socket, std::span<const char> bytes,
                                  std::span<const int> fds);

// Appends the descriptors, which are close-on-exec. flags: MSG_TRUNC, and MSG_CTRUNC when this
// process had no room for all of them.
[[nodiscard]] ssize_t receiveMessage(int socket, std::span<char> bytes,
                                     std::vector<Descriptor> &fds, int &flags);

} // namespace Spawn::Wire
