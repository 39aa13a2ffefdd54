// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/subject.h"
#include "window/shownapplication.h"

#include <QtWidgets/QMainWindow>

class QSettings;
class QSplitter;
class QStackedWidget;

namespace Spawn {

class CutOffBand;
class MonitoredApplication;
class Page;
class Rail;
class StatusLine;
class TopBar;

// The frame around the pages: top bar, rail, status line, keys. Overview and Restarts are there;
// every other page comes by addPage().
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    // Behind those that are there. Owned.
    void addPage(Page *page);
    const QList<Page *> &pages() const { return m_pages; }
    Page *currentPage() const;
    void setCurrentPage(Page *page);

    // Shows it. The source is owned until it is detached.
    ShownApplication *attach(MonitoredApplication *source, ShownApplication::Clock clock = {});
    void detach(ShownApplication *application);
    ShownApplication *currentApplication() const { return m_current; }
    void setCurrentApplication(ShownApplication *application);

    void setPaused(bool paused);
    void setNote(const QString &note); // in the status line
    // The first page that has it is shown.
    void open(const Subject &subject);

    void restoreLayout(QSettings &settings);
    void saveLayout(QSettings &settings) const;

Q_SIGNALS:
    void attachRequested(); // a dialog is to be shown
    void detached(qint64 processId);

private:
    void makeLayout();
    void makeMenus();
    QAction *add(QMenu *menu, const QString &text, const QString &key,
                 const std::function<void()> &does);
    void showState();
    void showHealth(ShownApplication *application);
    void fillCommandMenu();
    void findNext();
    void clear();
    void showKeys();
    void nextApplication();

    TopBar *m_topBar;
    QSplitter *m_splitter;
    Rail *m_rail;
    CutOffBand *m_cutOff;
    QStackedWidget *m_stack;
    QWidget *m_empty;
    StatusLine *m_status;
    QMenu *m_fileMenu = nullptr;
    QMenu *m_viewMenu = nullptr;
    QMenu *m_commandMenu = nullptr;
    QAction *m_firstViewAction = nullptr; // pages come before it
    QAction *m_pause = nullptr;
    QAction *m_detach = nullptr;
    QList<QAction *> m_pageActions;
    QList<Page *> m_pages;
    QList<ShownApplication *> m_applications;
    ShownApplication *m_current = nullptr;
    int m_page = 0;
};

} // namespace Spawn
