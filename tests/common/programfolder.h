// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

// A folder in which a test puts programs together.
class ProgramFolder final
{
public:
    QString path(const QString &name = {}) const
    {
        return name.isEmpty() ? m_folder.path() : m_folder.filePath(name);
    }
    QByteArray bytes(const QString &name = {}) const { return QFile::encodeName(path(name)); }

    bool write(const QString &name, const QByteArray &content, mode_t mode = 0755) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)
            || file.write(content) != content.size())
            return false;
        file.close();
        return chmod(bytes(name).constData(), mode) == 0;
    }
    // "#!/bin/sh" and the line.
    bool writeScript(const QString &name, const QByteArray &line, mode_t mode = 0755) const
    {
        return write(name, "#!/bin/sh\n" + line + '\n', mode);
    }
    bool makeFolder(const QString &name) const { return mkdir(bytes(name).constData(), 0755) == 0; }
    bool link(const QByteArray &target, const QString &name) const
    {
        return symlink(target.constData(), bytes(name).constData()) == 0;
    }

private:
    QTemporaryDir m_folder;
};
