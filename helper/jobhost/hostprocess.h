// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QVariantMap>

namespace Spawn {

// This process as its scripts see it.
class HostProcess final : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE int id() const;
    Q_INVOKABLE int parentId() const;
    Q_INVOKABLE QString program() const;
    Q_INVOKABLE QStringList arguments() const;
    Q_INVOKABLE QVariantMap environment() const;
    Q_INVOKABLE QString folder() const;
    Q_INVOKABLE double uptime() const; // nanoseconds
    Q_INVOKABLE QString qtVersion() const;
    Q_INVOKABLE void writeError(const QString &text) const;

    // Ends at once, but what the jobs have said gets out first, as far as the socket takes it.
    Q_INVOKABLE void exit(int code);
    // -1: there is no such signal.
    Q_INVOKABLE int signalNumber(const QString &name) const;
    // Empty, or the name of the error.
    Q_INVOKABLE QString kill(double process, int number);
};

} // namespace Spawn
