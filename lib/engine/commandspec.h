// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"
#include "wire/message.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QSharedDataPointer>
#include <QtCore/QString>

#include <array>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <vector>

namespace Spawn {

// The data of a Command. The public class is a handle on it, and the engine reads the same object:
// once aspawn() has taken it nobody writes to it any more (whoever sets something afterwards
// detaches), so two threads may share it. Thousands may wait, so it is kept small.
class CommandSpec final : public QSharedData
{
public:
    enum class StreamTarget : quint8 {
        Null,
        Pipe, // standard input: setStandardInput() or write(); outputs: captured
        Stream, // outputs only
        Inherit,
        File,
    };

    struct StreamFile
    {
        QByteArray name;
        int openFlags = 0;
    };

    struct ExtraDescriptor
    {
        int childFd = -1;
        std::shared_ptr<const Wire::Descriptor> descriptor; // our duplicate; shared by copies
        int error = 0; // errno of duplicating it
    };

    // What few commands ask for.
    struct Extras final : public QSharedData
    {
        std::array<StreamFile, 3> files; // StreamTarget::File
        std::optional<int> niceLevel;
        std::vector<Wire::ResourceLimit> limits;
        std::vector<ExtraDescriptor> descriptors;
    };

    QList<QByteArray> arguments;
    std::optional<QList<QByteArray>> environment; // nothing: the caller's, at aspawn()
    QByteArray workingDirectory; // empty: the application's

    std::array<StreamTarget, 3> targets{StreamTarget::Null, StreamTarget::Pipe, StreamTarget::Pipe};
    bool standardInputIsWhole = false; // nothing comes through write(): close it afterwards
    bool mergedOutput = false;
    bool detached = false;
    bool longLived = false; // a worker: takes no place among those that run at a time
    bool secret = false;
    QByteArray standardInput;
    qint64 outputLimit = 64 << 20; // 0: none
    qint64 streamBufferSize = 1 << 20;

    std::chrono::milliseconds timeout{0}; // 0: none
    std::chrono::milliseconds queueTimeout{0}; // 0: none
    std::chrono::milliseconds killDelay{2000};
    std::chrono::milliseconds drainTimeout{100};
    int killSignal = SIGTERM;

    int priority = 0;
    QString label;

    const Extras &extras() const
    {
        static const Extras none;
        return m_extras ? *m_extras : none;
    }
    Extras &extras()
    {
        if (!m_extras)
            m_extras = new Extras;
        return *m_extras;
    }

private:
    QSharedDataPointer<Extras> m_extras;
};

} // namespace Spawn
