// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/helperlocator.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;

static const auto HelperName = "asyncspawner-helper"_qba;

static bool isSetId()
{
    return getauxval(AT_SECURE) != 0;
}

static QByteArray folderOf(const QByteArray &path)
{
    return path.left(std::max<qsizetype>(path.lastIndexOf('/'), 0));
}

// Of the file that holds this code: the library, or a program that has it inside.
static QByteArray ownFolder()
{
    Dl_info found{};
    char real[PATH_MAX];
    if (dladdr(reinterpret_cast<const void *>(&locateHelper), &found) == 0
        || found.dli_fname == nullptr || realpath(found.dli_fname, real) == nullptr)
        return {};
    return folderOf(real);
}

static QByteArray applicationFolder()
{
    char real[PATH_MAX];
    return realpath("/proc/self/exe", real) != nullptr ? folderOf(real) : QByteArray();
}

static bool belongsToStranger(const struct stat &status)
{
    return (status.st_uid != 0 && status.st_uid != geteuid())
        || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

// 0, or the errno that says why not.
static int check(const QByteArray &path)
{
    struct stat status
    {
    };
    if (stat(path.constData(), &status) != 0)
        return errno;
    if (S_ISDIR(status.st_mode))
        return EISDIR;
    if (access(path.constData(), X_OK) != 0)
        return errno;
    if ((status.st_mode & S_IWOTH) != 0)
        return EPERM;
    if (!isSetId())
        return 0;
    if (belongsToStranger(status))
        return EPERM;
    for (QByteArray folder = folderOf(path); !folder.isEmpty(); folder = folderOf(folder)) {
        if (stat(folder.constData(), &status) != 0)
            return errno;
        if (belongsToStranger(status))
            return EPERM;
    }
    return 0;
}

static QList<QByteArray> usualPlaces(const QByteArray &name)
{
    QList<QByteArray> places;
    if (const QByteArray own = ownFolder(); !own.isEmpty()) {
        places += own + '/' + name;
        places += own + "/" ASYNCSPAWNER_LIBEXEC_RELATIVE "/" + name;
    }
    if (const QByteArray application = applicationFolder(); !application.isEmpty())
        places += application + '/' + name;
    places += QByteArray(ASYNCSPAWNER_LIBEXEC_DIR "/") + name;
    return places;
}

static HelperLocation firstGood(const QByteArray &name, const QList<QByteArray> &places)
{
    HelperLocation location;
    QStringList tried;
    for (const QByteArray &place : places) {
        location.error = check(place);
        if (location.error == 0) {
            location.path = place;
            return location;
        }
        const QString reason = location.error == EPERM
            ? u"others could have changed it"_s
            : QString::fromLocal8Bit(strerrordesc_np(location.error));
        tried += u"\"%1\" (%2)"_s.arg(QFile::decodeName(place), reason);
    }
    location.text = u"The helper \"%1\" was not found. Tried: %2"_s.arg(
        QString::fromLatin1(name), tried.join(", "_L1));
    return location;
}

HelperLocation locateHelper(const QString &configured)
{
    if (!configured.isEmpty())
        return firstGood(HelperName, {QFile::encodeName(configured)});
    const QByteArray override = qgetenv("ASYNCSPAWNER_HELPER");
    if (!override.isEmpty() && !isSetId())
        return firstGood(HelperName, {override});
    return firstGood(HelperName, usualPlaces(HelperName));
}

HelperLocation locateBesideHelper(const QByteArray &name)
{
    return firstGood(name, usualPlaces(name));
}

} // namespace Spawn
