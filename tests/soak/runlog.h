// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QHash>
#include <QtCore/QString>

// The file in which each command of the load leaves a line with its number when it runs.
class RunLog final
{
public:
    explicit RunLog(const QString &fileName) : m_fileName(fileName) { }

    QString fileName() const { return m_fileName; }

    QHash<qint64, int> counts() const
    {
        QHash<qint64, int> counts;
        QFile file(m_fileName);
        if (file.open(QIODevice::ReadOnly)) {
            while (!file.atEnd())
                ++counts[file.readLine().trimmed().toLongLong()];
        }
        return counts;
    }

private:
    const QString m_fileName;
};
