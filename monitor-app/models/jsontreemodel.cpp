// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jsontreemodel.h"

#include "models/cellrole.h"
#include "models/jsontext.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"
#include "models/terminaltext.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <utility>

namespace Spawn {

static constexpr qsizetype LongestCell = 400; // a row shows no more of it

JsonTreeModel::JsonTreeModel(QObject *parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>())
{
}

JsonTreeModel::~JsonTreeModel() = default;

static bool isContainer(const QJsonValue &value)
{
    return value.isObject() || value.isArray();
}

void JsonTreeModel::setValue(const QJsonValue &value)
{
    if (value == m_value)
        return;
    beginResetModel();
    m_value = value;
    m_root = std::make_unique<Node>();
    // What has no rows is a row itself.
    const bool isRow
        = !value.isUndefined() && (!isContainer(value) || compactJson(value).size() == 2);
    m_root->value = isRow ? QJsonArray{value} : value;
    if (isRow) {
        fill(m_root.get());
        m_root->rows.front()->name.clear();
    }
    endResetModel();
}

int JsonTreeModel::sizeOf(const Node &node)
{
    return int(node.value.isArray() ? node.value.toArray().size() : node.value.toObject().size());
}

void JsonTreeModel::fill(Node *node)
{
    if (std::exchange(node->isFilled, true))
        return;
    const auto add = [node](const QString &name, const QJsonValue &value) {
        auto row = std::make_unique<Node>();
        row->name = name;
        row->value = value;
        row->parent = node;
        row->row = int(node->rows.size());
        node->rows.push_back(std::move(row));
    };
    if (node->value.isArray()) {
        const QJsonArray array = node->value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            add(QString::number(i), array.at(i));
    } else {
        const QJsonObject object = node->value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            add(it.key(), it.value());
    }
}

JsonTreeModel::Node *JsonTreeModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QJsonValue JsonTreeModel::valueAt(const QModelIndex &index) const
{
    return index.isValid() ? nodeAt(index)->value : m_value;
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    Node *const node = nodeAt(parent);
    fill(node);
    return createIndex(row, column, node->rows[size_t(row)].get());
}

QModelIndex JsonTreeModel::parent(const QModelIndex &index) const
{
    Node *const above = index.isValid() ? nodeAt(index)->parent : nullptr;
    return above == nullptr || above == m_root.get() ? QModelIndex()
                                                     : createIndex(above->row, 0, above);
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : sizeOf(*nodeAt(parent));
}

int JsonTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

static QString countOfThose(qsizetype count, const QString &noun)
{
    return QStringLiteral("%1 %2%3").arg(countText(quint64(count)), noun,
                                         count == 1 ? QString() : QStringLiteral("s"));
}

static QString shownValue(const QJsonValue &value)
{
    if (value.isArray())
        return countOfThose(value.toArray().size(), QStringLiteral("element"));
    if (value.isObject())
        return countOfThose(value.toObject().size(), QStringLiteral("member"));
    // Cut first: the text of a long one is long to make.
    if (value.isString() && value.toString().size() > LongestCell)
        return printableText(compactJson(value.toString().left(LongestCell)).chopped(1).toUtf8())
            + QChar(u'…');
    return printableText(compactJson(value).toUtf8());
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = *nodeAt(index);
    const bool isName = index.column() == NameColumn;
    switch (role) {
    case Qt::DisplayRole:
        return isName ? printableText(node.name.left(LongestCell).toUtf8())
                      : shownValue(node.value);
    case Qt::ToolTipRole:
        return isName || isContainer(node.value)
            ? QVariant()
            : plainToolTip(node.value.isString() ? node.value.toString().left(2000)
                                                 : compactJson(node.value));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    case QuietRole:
        return isName ? node.parent != nullptr && node.parent->value.isArray()
                      : isContainer(node.value);
    }
    return {};
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? QStringLiteral("Name") : QStringLiteral("Value");
}

} // namespace Spawn
