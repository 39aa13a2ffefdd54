// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "answers.h"

#include "wire/protocol.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace Spawn {

using namespace Wire;

void Answers::addPidfd(uint64_t id, Descriptor pidfd)
{
    m_entries.push_back({id, 1, 0});
    m_pidfds.push_back(std::move(pidfd));
}

static int meaning(int error)
{
    return error == -ECONNRESET ? -EPIPE : error;
}

int Answers::sendFrames()
{
    size_t sent = 0;
    int error = 0;
    while (sent < m_frames.size() && error == 0) {
        const ssize_t size = send(ControlDescriptor, m_frames.data() + sent, m_frames.size() - sent,
                                  MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size >= 0)
            sent += static_cast<size_t>(size);
        else if (errno != EINTR)
            error = -errno;
    }
    m_frames.erase(m_frames.begin(), m_frames.begin() + static_cast<ptrdiff_t>(sent));
    return error == -EAGAIN ? 0 : meaning(error);
}

int Answers::sendPidfds()
{
    m_laneError = 0;
    while (!m_pidfds.empty()) {
        const size_t count = std::min(m_pidfds.size(), MaximumPacketEntries);
        int fds[MaximumPacketEntries];
        for (size_t i = 0; i < count; ++i)
            fds[i] = m_pidfds[i].get();
        const int error = sendDescriptors(LaneDescriptor, {m_entries.data(), count}, {fds, count});
        if (error == -EAGAIN || error == -ETOOMANYREFS) {
            m_laneError = error;
            return 0;
        }
        if (error < 0)
            return meaning(error);
        m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<ptrdiff_t>(count));
        m_pidfds.erase(m_pidfds.begin(), m_pidfds.begin() + static_cast<ptrdiff_t>(count));
    }
    return 0;
}

} // namespace Spawn
