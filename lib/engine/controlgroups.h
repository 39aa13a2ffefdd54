// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/reactor.h"
#include "wire/descriptor.h"

#include <QtCore/QByteArray>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace Spawn {

// A spawner's control groups (cgroup v2): one of its own below a directory that was delegated to
// the application, and in it one for each command, named after its id. Whatever a command starts is
// in its group, with a session of its own or not.
//
// A group is killed through its cgroup.kill (Linux 5.14), and removed when its last process is
// gone.
class ControlGroups final : public Watcher
{
public:
    explicit ControlGroups(Reactor &reactor) : m_reactor(reactor) { }
    ~ControlGroups();
    ControlGroups(const ControlGroups &) = delete;
    ControlGroups &operator=(const ControlGroups &) = delete;

    // Once: groups that exist stay where they are. 0 or a negative errno.
    [[nodiscard]] int open(const QByteArray &directory);
    bool isOpen() const { return static_cast<bool>(m_directory); }
    const QByteArray &path() const { return m_path; }

    [[nodiscard]] int make(uint64_t id); // 0 or a negative errno
    void remove(uint64_t id); // with all that is left in it
    bool isEmpty() const { return m_leaving.empty(); } // nothing is being removed

    void descriptorReady(int, uint32_t) override { }
    void deadlineReached(int) override;

private:
    void lookLater(std::chrono::milliseconds delay);

    Reactor &m_reactor;
    QByteArray m_path;
    Wire::Descriptor m_directory;
    std::vector<uint64_t> m_leaving; // killed, and not all of it is gone
    std::chrono::milliseconds m_delay{0};
    std::optional<Deadlines::Key> m_look;
};

} // namespace Spawn
