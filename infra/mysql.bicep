metadata description = 'Azure Database for MySQL flexible server for the database iotdb; its only administrator is a managed identity that no service runs under, and no password exists.'

// Sizes and choices are strings, numbers too: whatever an AppHost's parameter becomes, azd and Aspire hand it over as a string.

@description('Where the server runs.')
param location string = resourceGroup().location

@description('Resource id of the managed identity that the server carries, and nobody else, to look principals up in Microsoft Entra.')
param serverIdentityId string

@description('Client id of the managed identity that administrates the server: that of the job which makes the services\' users. For a managed identity this, not the principal id, is what the server compares a token with.')
param administratorClientId string

@description('Name of that identity: the user name in MySQL, which ends at 32 characters.')
@maxLength(32)
param administratorName string

@description('Compute size. Standard_B… (burstable) is for few sensors, Standard_D… (general purpose) and Standard_E… (business critical) for sustained load and high availability.')
param skuName string = 'Standard_B2s'

@description('Storage in GiB, 20 to 16384. It grows by itself and never shrinks.')
param storageSizeGB string = '32'

@description('Days, 1 to 35, to whose every moment the server can be restored.')
param backupRetentionDays string = '14'

@description('Enabled keeps the backups in the paired region, too.')
@allowed([
  'Disabled'
  'Enabled'
])
param geoRedundantBackup string = 'Disabled'

@description('A standby server in the same or in another zone; not with a burstable size, and ZoneRedundant only from the first deployment on.')
@allowed([
  'Disabled'
  'SameZone'
  'ZoneRedundant'
])
param highAvailability string = 'Disabled'

@description('MySQL version.')
@allowed([
  '8.0.21'
  '8.4'
])
param version string = '8.4'

@description('Lowest TLS version. The server applies a change at its next start; until then it takes 1.2.')
@allowed([
  'TLSv1.2'
  'TLSv1.3'
])
param tlsVersion string = 'TLSv1.3'

@description('Resource id of a subnet delegated to Microsoft.DBforMySQL/flexibleServers, for private access; empty: public endpoint, open to Azure services. Fixed once the server exists.')
param delegatedSubnetId string = ''

@description('Resource id of the private DNS zone that goes with the subnet, linked to its virtual network.')
param privateDnsZoneId string = ''

@description('Whether the server is reached through a virtual network only.')
var isPrivate = !empty(delegatedSubnetId)

@description('The tier that a size belongs to.')
var tier = startsWith(skuName, 'Standard_B')
  ? 'Burstable'
  : startsWith(skuName, 'Standard_E') ? 'MemoryOptimized' : 'GeneralPurpose'

@description('Server parameters, set one after another.')
var settings = [
  { name: 'require_secure_transport', value: 'ON' }
  { name: 'tls_version', value: tlsVersion }
  // The Aggregator loads readings by LOAD DATA LOCAL.
  { name: 'local_infile', value: 'ON' }
  { name: 'time_zone', value: '+00:00' }
]

resource server 'Microsoft.DBforMySQL/flexibleServers@2024-12-30' = {
  name: 'mysql-${uniqueString(resourceGroup().id)}'
  location: location
  tags: {
    'aspire-resource-name': 'mysql'
  }
  sku: {
    name: skuName
    tier: tier
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${serverIdentityId}': {}
    }
  }
  properties: {
    // No administratorLogin: whoever logs in, does so by Microsoft Entra.
    createMode: 'Default'
    version: version
    storage: {
      storageSizeGB: int(storageSizeGB)
      autoGrow: 'Enabled'
      autoIoScaling: 'Disabled'
    }
    backup: {
      backupRetentionDays: int(backupRetentionDays)
      geoRedundantBackup: geoRedundantBackup
    }
    highAvailability: {
      mode: highAvailability
    }
    network: isPrivate
      ? {
          delegatedSubnetResourceId: delegatedSubnetId
          privateDnsZoneResourceId: privateDnsZoneId
          publicNetworkAccess: 'Disabled'
        }
      : {
          publicNetworkAccess: 'Enabled'
        }
  }
}

// A server takes one change at a time, so everything below waits for what stands above it.

@batchSize(1)
resource configuration 'Microsoft.DBforMySQL/flexibleServers/configurations@2024-12-30' = [
  for setting in settings: {
    parent: server
    name: setting.name
    properties: {
      value: setting.value
      source: 'user-override'
    }
  }
]

resource administrator 'Microsoft.DBforMySQL/flexibleServers/administrators@2024-12-30' = {
  parent: server
  name: 'ActiveDirectory'
  properties: {
    administratorType: 'ActiveDirectory'
    identityResourceId: serverIdentityId
    login: administratorName
    sid: administratorClientId
    tenantId: tenant().tenantId
  }
  dependsOn: [
    configuration
  ]
}

resource entraOnly 'Microsoft.DBforMySQL/flexibleServers/configurations@2024-12-30' = {
  parent: server
  name: 'aad_auth_only'
  properties: {
    value: 'ON'
    source: 'user-override'
  }
  dependsOn: [
    administrator
  ]
}

resource database 'Microsoft.DBforMySQL/flexibleServers/databases@2024-12-30' = {
  parent: server
  name: 'iotdb'
  properties: {
    charset: 'utf8mb4'
    collation: 'utf8mb4_0900_ai_ci'
  }
  dependsOn: [
    entraOnly
  ]
}

// Only with a public endpoint. 0.0.0.0 stands for every address inside Azure, other customers' too; Microsoft Entra alone then decides who gets in.
resource azureServices 'Microsoft.DBforMySQL/flexibleServers/firewallRules@2024-12-30' = if (!isPrivate) {
  parent: server
  name: 'AllowAllAzureServices'
  properties: {
    startIpAddress: '0.0.0.0'
    endIpAddress: '0.0.0.0'
  }
  dependsOn: [
    database
  ]
}

@description('Host name to connect to.')
output host string = server.properties.fullyQualifiedDomainName

@description('Name of the server, for the Azure CLI.')
output name string = server.name

@description('Name of the database.')
output databaseName string = database.name
