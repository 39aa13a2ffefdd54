// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

namespace Spawn {

struct ApplicationContext;
struct ChildEnds;
class HelperLink;
class Run;

// Writes requests to one helper after the other: a command's own frame and, before it, what it has
// from the application, if the helper was told something else last.
class RequestEncoder final
{
public:
    // False if it is larger than a frame may be; then there is no request.
    [[nodiscard]] bool encode(HelperLink &link, const Run &run, const ChildEnds &ends,
                              uint32_t slot);
    void reset() { m_sent.reset(); } // the next helper has been told nothing

private:
    [[nodiscard]] bool encodeContext(HelperLink &link,
                                     const std::shared_ptr<const ApplicationContext> &context);

    std::shared_ptr<const ApplicationContext> m_sent;
};

} // namespace Spawn
