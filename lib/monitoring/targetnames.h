// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace Spawn {

// The files of one monitor target, side by side in the SocketDirectory: the socket, the lock that
// says whether somebody listens on it, and the description by which monitors find it. They share a
// stem of plain letters, digits, '_', '-' and '.', which does not start with '.'.
class TargetNames final
{
public:
    explicit TargetNames(const QByteArray &stem) : m_stem(stem) { }

    // For an application of any name. The number tells apart those of one process.
    static TargetNames forApplication(const QString &name, qint64 processId, int number = 1);
    // Of the description; not valid if it cannot be one.
    static TargetNames ofDescription(const QByteArray &fileName);

    // False: not to be used as part of a path.
    bool isValid() const;

    QByteArray stem() const { return m_stem; }
    QByteArray socket() const { return m_stem + ".socket"; }
    QByteArray lock() const { return m_stem + ".lock"; }
    QByteArray description() const { return m_stem + DescriptionSuffix; }
    QByteArray unfinishedDescription() const { return '.' + description(); }

    static constexpr char DescriptionSuffix[] = ".json";

private:
    QByteArray m_stem;
};

} // namespace Spawn
