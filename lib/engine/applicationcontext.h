// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"
#include "wire/message.h"

#include <QtCore/QByteArray>

#include <memory>
#include <vector>

namespace Spawn {

// What a command has from the application unless it says otherwise: environment, directory, umask,
// nice level and limits, as they are at one moment. The helper's own were fixed when it was
// started.
struct ApplicationContext
{
    QByteArray environment; // "KEY=value" and a NUL each
    QByteArray directory;
    // Instead of a directory that has no path any more, because it was removed or unmounted.
    std::shared_ptr<const Wire::Descriptor> directoryDescriptor;
    uint32_t umask = 022;
    int niceLevel = 0;
    std::vector<Wire::ResourceLimit> limits;

    bool operator==(const ApplicationContext &) const = default;
};

class ApplicationContextSource final
{
public:
    ApplicationContextSource();

    // As it is now, which costs some twenty system calls: once for all commands of a batch. The
    // same pointer again as long as nothing has changed. The environment was read by who asked for
    // the command, since no other thread may; null for a command that brings its own.
    std::shared_ptr<const ApplicationContext> context(const QByteArray &environment);
    void endBatch();

private:
    ApplicationContext read() const;
    uint32_t readUmask() const;

    Wire::Descriptor m_status; // /proc/self/status
    std::shared_ptr<const ApplicationContext> m_last;
    bool m_isFresh = false; // m_last, of this batch
};

} // namespace Spawn
